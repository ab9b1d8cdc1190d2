package shippy.consignment.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import shippy.consignment.cli.Cli.Result;
import shippy.proto.consignment.Consignment;
import shippy.proto.vessel.Vessel;

/** Lists that are shown again. */
class WatchTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void list_is_a_line_for_each_change_until_interrupted() throws Exception {
    try (FakeService service = new FakeService()) {
      service.store(consignment("a"));
      Watch watch = new Watch("list", "--watch", service.address());
      eventually(LIMIT, () -> assertThat(service.listings()).isGreaterThan(2));
      service.store(consignment("b"));
      int before = service.listings();
      eventually(LIMIT, () -> assertThat(service.listings()).isGreaterThan(before + 1));
      Result result = watch.interrupt();
      assertThat(result.code()).isEqualTo(130);
      assertThat(result.err()).isEmpty();
      assertThat(result.out().lines())
          .hasSize(2)
          .allMatch(line -> line.startsWith("{\"consignments\":[{\"id\":\"a\","));
    }
  }

  @Test
  void vessels_are_watched_too() throws Exception {
    try (FakeFleet fleet = new FakeFleet()) {
      fleet.store(Vessel.newBuilder().setId("v1").build());
      Watch watch = new Watch(fleet.called("vessels", "--watch", "-oyaml"));
      eventually(LIMIT, () -> assertThat(fleet.listings()).isGreaterThan(1));
      Result result = watch.interrupt();
      assertThat(result.code()).isEqualTo(130);
      assertThat(result.out()).startsWith("---\nvessels:\n- id: v1\n").endsWith("\n");
    }
  }

  private static Consignment consignment(String id) {
    return Consignment.newBuilder().setId(id).build();
  }

  private static final class Watch {
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private final Thread thread;

    Watch(String... args) {
      thread = new Thread(() -> result.complete(new Cli().run(args)), "watch " + List.of(args));
      thread.start();
    }

    Result interrupt() throws Exception {
      thread.interrupt();
      return result.get(20, SECONDS);
    }
  }
}
