package shippy.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;
import shippy.registry.RegistryException;
import shippy.testkit.registry.ForwardingRegistry;

class ScrapeTargetsTest {
  private final InMemoryRegistry nodes = new InMemoryRegistry(Clock.system());
  private boolean away;

  private final ForwardingRegistry registry =
      new ForwardingRegistry(nodes) {
        @Override
        public List<String> services() {
          if (away) {
            throw new RegistryException(Problem.of(ExitCode.UNAVAILABLE, "away"), null);
          }
          return super.services();
        }
      };

  private final ScrapeTargets targets = new ScrapeTargets(registry, registry::nodes);

  @AfterEach
  void close() {
    nodes.close();
  }

  @Test
  void targets_stay_while_the_registry_is_away() {
    nodes.register(
        Node.of("s", "s-1", "127.0.0.1:1").withMetadata(Map.of("metrics", "127.0.0.1:9091")),
        Duration.ofMinutes(1));
    assertThat(targets.read())
        .singleElement()
        .satisfies(one -> assertThat(one.targets()).containsExactly("127.0.0.1:9091"));
    List<ScrapeTargets.Group> before = targets.read();
    away = true;
    assertThat(targets.read()).isEqualTo(before);
  }

  @Test
  void list_that_was_never_known_is_not_an_empty_one() {
    away = true;
    assertThatThrownBy(targets::read).isInstanceOf(RegistryException.class);
  }
}
