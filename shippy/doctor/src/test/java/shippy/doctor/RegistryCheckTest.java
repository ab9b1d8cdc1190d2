package shippy.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.testkit.registry.ForwardingRegistry;

class RegistryCheckTest {
  private final InMemoryRegistry nodes = new InMemoryRegistry(Clock.system());
  private final Registry cluster =
      new ForwardingRegistry(nodes) {
        @Override
        public boolean takesRegistrations() {
          return false;
        }
      };

  private Rows rows() {
    try (Platform platform = Platform.on(cluster, Config.of(Map.of(), Map.of()))) {
      return Rows.of(new RegistryCheck("kubernetes", RegisteredNodes.in(platform, Runnable::run)));
    }
  }

  @Test
  void nobody_is_told_to_start_services_where_readiness_decides() {
    assertThat(rows().line())
        .startsWith("WARN registry: kubernetes at ")
        .endsWith("no instance of a service is ready");
    assertThat(rows().fix()).isEqualTo("kubectl get endpointslices -A -l shippy/service-name");

    nodes.register(Node.of("a.b", "one", "127.0.0.1:1"), Duration.ofMinutes(1));
    assertThat(rows().line()).endsWith("1 service, 1 instance");
  }
}
