package shippy.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Registry;
import shippy.telemetry.Resource;

class PlatformTest {
  private final Platform platform =
      Platform.open(Config.of(Map.of("registry", "memory"), Map.of()));
  private final List<String> closed = new ArrayList<>();

  @Test
  void what_it_owns_is_closed_last_first_and_while_the_registry_is_open() {
    platform.own(() -> closed.add("first"));
    Registry registry = platform.registry();
    platform.own(() -> closed.add("second, with " + registry.services()));

    platform.close();

    assertThat(closed).containsExactly("second, with []", "first");
    assertThatThrownBy(registry::services).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void one_that_fails_to_close_does_not_keep_the_others_open() {
    platform.own(() -> closed.add("other"));
    platform.own(
        () -> {
          throw new IllegalArgumentException("on purpose");
        });

    platform.close();

    assertThat(closed).containsExactly("other");
  }

  @Test
  void closing_twice_closes_once() {
    platform.own(() -> closed.add("once"));
    platform.close();
    platform.close();

    assertThat(closed).containsExactly("once");
  }

  @Test
  void use_after_close_is_an_error() {
    platform.close();

    assertThatThrownBy(platform::registry)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("platform is closed");
  }

  @Test
  void a_borrowed_registry_stays_open() {
    try (Registry registry = new InMemoryRegistry(Clock.system())) {
      Platform.on(registry, Config.of(Map.of(), Map.of())).close();

      assertThat(registry.services()).isEmpty();
    }
  }

  @Test
  void program_without_a_node_serves_no_metrics_whatever_its_environment_says() {
    Config config =
        Config.of(Map.of("registry", "memory"), Map.of("MICRO_METRICS_ADDRESS", "127.0.0.1:9091"));
    assertThatCode(() -> Platform.open(config).exportAs("greet")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"trace_endpoint", "metrics_address"})
  void program_that_cannot_export_says_so_and_what_it_lacks(String setting) {
    Resource who = new Resource("greeter", "greeter-1", "latest");
    assertThat(platform.export(who)).isEmpty();

    Config config = Config.of(Map.of("registry", "memory", setting, "here:1"), Map.of());
    assertThatThrownBy(() -> Platform.open(config).export(who))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(ExitCode.CONFIG);
              assertThat(e.problem().what()).startsWith("--" + setting + ": ");
              assertThat(e.problem().fixes()).hasSize(1);
            });
  }
}
