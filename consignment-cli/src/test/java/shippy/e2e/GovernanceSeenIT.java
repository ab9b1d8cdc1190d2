package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.testkit.etcd.EtcdExtension;

/**
 * What an operator sees when the vessel service refuses calls by a rate, and the circuit breaker of
 * the consignment service, which made them, drops the next ones.
 */
@Tag("etcd")
@Tag("slow")
class GovernanceSeenIT {
  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  private final Sandbox sandbox =
      Sandbox.etcd(ETCD.endpoints())
          .with("MICRO_CLIENT_BREAKER", "on")
          .with("MICRO_SERVER_RATES", "VesselService.Reserve.rate=1/m");

  @AfterEach
  void close() throws Exception {
    sandbox.close();
  }

  @Test
  void stats_show_refused_calls_and_the_breaker_that_drops_more() {
    sandbox.both();
    try (Services services = new Services(ETCD.endpoints())) {
      for (int i = 0; i < 60; i++) {
        create(services, "seen-" + i);
      }
    }

    String table = sandbox.tool("stats", "--callees").stdout();
    assertThat(table)
        .containsPattern("\nconsignment-\\S+ +shippy.service.vessel +127.0.0.1:\\d+ +100.0% +\\d+ ")
        .containsPattern(
            "\nconsignment-\\S+ +shippy.service.vessel +VesselService.Reserve +open +[\\d.]+% +[1-9]")
        .containsPattern("\nvessel-\\S+ +VesselService.Reserve +[1-9]\\d* +0 +0\n");
    assertThat(sandbox.tool("stats", "-o", "json").stdout())
        .contains("\"state\": \"open\"")
        .containsPattern("\"refused\": \\{\\s+\"rate\": [1-9]");
  }

  private static void create(Services services, String id) {
    try {
      var unused = services.create(new Order(id, 1, 1).message());
    } catch (StatusRuntimeException e) {
      // Refused or dropped.
    }
  }
}
