package shippy.consignment;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import io.grpc.Status;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.proto.consignment.ShippingServiceGrpc;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceBlockingStub;
import shippy.registry.InMemoryRegistry;
import shippy.service.RunningService;
import shippy.service.Service;

/** What Prometheus learns of this service. */
class ConsignmentMetricsTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Path TABLE = Path.of("../shippy/telemetry-export/README.md");

  @TempDir private Path temp = Path.of("");
  private final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  private final FakeVessels vessels = new FakeVessels();

  @Test
  void sagas_and_commits_are_counted_and_all_names_are_those_of_the_table() throws Exception {
    try (Platform harbour = Platform.on(registry, Config.of(Map.of(), Map.of()));
        Platform platform = Platform.on(registry, Config.of(flags(), Map.of()));
        RunningService fleet =
            start(Service.named(ConsignmentHandler.VESSEL_SERVICE).handler(vessels), harbour);
        RunningService service =
            start(
                Service.named("shippy.service.consignment")
                    .handler(ConsignmentHandler::on)
                    .handlersNeverBlock(),
                platform);
        Client client = Client.of(harbour)) {
      assertThat(fleet.node().metadata()).doesNotContainKey("metrics");
      ShippingServiceBlockingStub calls =
          ShippingServiceGrpc.newBlockingStub(client.channel(service.node().service()));
      vessels.failNext(Status.FAILED_PRECONDITION);
      InProcessConsignmentService.refusal(
          () -> calls.createConsignment(InProcessConsignmentService.sample("refused")));
      var unused = calls.createConsignment(InProcessConsignmentService.sample("taken"));

      eventually(
          SOON,
          () ->
              assertThat(scrape(service))
                  .contains(
                      "\nshippy_saga_outcomes_total{outcome=\"confirmed\"} 1.0\n",
                      "\nshippy_saga_outcomes_total{outcome=\"aborted\"} 1.0\n",
                      "\nshippy_saga_outcomes_total{outcome=\"undecided\"} 0.0\n",
                      "\nshippy_server_calls_shed_total{queue=\"store\"} 0.0\n")
                  .containsPattern("\nshippy_store_commits_total [4-9]"));
      assertThat(matches("(?m)^# TYPE (\\S+)", scrape(service))).isEqualTo(documented());
    } finally {
      registry.close();
    }
  }

  private Map<String, String> flags() {
    return Map.of(
        "metrics_address",
        "127.0.0.1:0",
        "store",
        "sqlite:" + temp.resolve("c.db"),
        "data_dir",
        temp.toString());
  }

  private static RunningService start(Service service, Platform platform) {
    RunningService started = service.grace(Duration.ZERO).start(platform);
    started.ready().join();
    return started;
  }

  private static String scrape(RunningService service) throws Exception {
    String address = service.node().metadata().getOrDefault("metrics", "");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://" + address + "/metrics")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static Set<String> documented() throws Exception {
    return matches("(?m)^\\| `(\\w+)` \\|", Files.readString(TABLE));
  }

  private static Set<String> matches(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
