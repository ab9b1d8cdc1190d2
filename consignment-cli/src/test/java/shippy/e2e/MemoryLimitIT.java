package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Collections;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.clock.Clock;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Container;
import shippy.proto.consignment.GetRequest;
import shippy.proto.vessel.Vessel;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/** Services in memory, as {@code shippy run} starts them, whose heap fills up. */
@Tag("etcd")
class MemoryLimitIT {
  private static final String FULL =
      "error: store memory: full of consignments \\(expected: at most \\d+ KiB; with"
          + " JDK_JAVA_OPTIONS=-Xmx1g it has more, and without --store=memory they are kept on"
          + " disk\\)";

  /** Of one consignment: 2 MB as objects in a service, 0.1 MB as a row. */
  private static final int CONTAINERS = 10_000;

  private static final int REFUSALS = 200;

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  private final Sandbox sandbox = Sandbox.etcd(ETCD.endpoints());

  @AfterEach
  void close() throws Exception {
    sandbox.close();
  }

  @Test
  void full_service_refuses_and_still_reads_and_cancels_without_crawling() {
    sandbox.with("JDK_JAVA_OPTIONS", "-Xmx64m");
    RunningCommand run =
        sandbox.starting(
            Sandbox.TOOL,
            "run",
            "--store=memory",
            Sandbox.VESSEL.toString(),
            Sandbox.CONSIGNMENT.toString());
    run.awaitLine("consignment +grpc +\\S+ +serving", Sandbox.START);
    try (Services services = new Services(ETCD.endpoints())) {
      services.add(
          Vessel.newBuilder()
              .setId("endless")
              .setName("Endless")
              .setCapacity(Integer.MAX_VALUE)
              .setMaxWeight(Integer.MAX_VALUE)
              .build());
      int stored = fill(services);

      assertThat(gcShare(() -> refuse(services))).as("GC time at the limit").isLessThan(0.25);
      Result refused = sandbox.create(new Order("one-more", CONTAINERS, 1));
      assertThat(refused.stderr()).containsPattern(FULL);
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(pages(services)).isEqualTo(stored);
      assertThat(sandbox.printed("get", "large-0")).containsIgnoringCase("confirmed");
      assertThat(sandbox.printed("cancel", "large-0")).contains("large-0");
      assertThat(services.stored().holds()).as("room of refused ones").hasSize(stored - 1);
      sandbox.requireSound();
    }
  }

  private static Consignment large(int number) {
    Container container = Container.newBuilder().setOrigin("Leith").setUserId("u").build();
    return Consignment.newBuilder()
        .setId("large-" + number)
        .setWeight(1)
        .addAllContainers(Collections.nCopies(CONTAINERS, container))
        .build();
  }

  /** How many there are when one is refused. */
  private static int fill(Services services) {
    for (int i = 0; i < 10_000; i++) {
      int number = i;
      StatusRuntimeException refused =
          catchThrowableOfType(StatusRuntimeException.class, () -> services.create(large(number)));
      if (refused != null) {
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        return number;
      }
    }
    throw new AssertionError("never full");
  }

  private static void refuse(Services services) {
    for (int i = 0; i < REFUSALS; i++) {
      int number = i;
      StatusRuntimeException refused =
          catchThrowableOfType(
              StatusRuntimeException.class, () -> services.create(large(10_000 + number)));
      assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }
  }

  private double gcShare(Runnable load) {
    Supplier<Duration> time = Clock.system().stopwatch();
    long before = gcNanos();
    load.run();
    return (gcNanos() - before) / (double) time.get().toNanos();
  }

  private long gcNanos() {
    Result stats = sandbox.tool("stats", "shippy.service.consignment", "-o", "json");
    assertThat(stats.exitCode()).as(stats.stderr()).isZero();
    Matcher gc = Pattern.compile("\"gc\": *(\\d+)").matcher(stats.stdout());
    assertThat(gc.find()).as(stats.stdout()).isTrue();
    return Long.parseLong(gc.group(1));
  }

  private static int pages(Services services) {
    int count = 0;
    GetRequest.Builder request = GetRequest.newBuilder();
    do {
      var page = services.page(request.build());
      count += page.getConsignmentsCount();
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return count;
  }
}
