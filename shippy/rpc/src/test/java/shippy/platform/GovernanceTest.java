package shippy.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.config.TrafficSettings;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;
import shippy.registry.InMemoryRegistry;
import shippy.testkit.config.ScriptedConfig;

/** A program without a module for governance, as this one is. */
class GovernanceTest {
  private final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());

  private void open(Config config) {
    Platform.on(registry, config).close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "client_balancer random",
        "client_breaker on",
        "services a.b.balancer=p2c_ewma",
        "services a.b.breaker=on",
        "methods A.B.breaker=on",
        "server_rate 9/s",
        "server_rates A.B.rate=9/s",
        "server_shed cpu:900"
      })
  void what_a_program_cannot_do_ends_its_start(String setting, String value) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> open(Config.of(Map.of(setting, value), Map.of())))
        .satisfies(e -> assertThat(e.problem().code()).isEqualTo(ExitCode.CONFIG))
        .withMessageContaining("--" + setting + ": this program cannot do that");
  }

  @Test
  void what_gives_nothing_new_needs_nothing() {
    open(
        Config.of(
            Map.of(
                "client_balancer", "round_robin",
                "client_breaker", "off",
                "services", "a.b.balancer=round_robin,a.b.timeout=2s",
                "methods", "A.B.breaker=off",
                "server_shed", "off"),
            Map.of()));
  }

  @Test
  void change_that_a_program_cannot_follow_is_refused() {
    ScriptedConfig script = ScriptedConfig.of("");
    try (LiveConfig live = script.load(Map.of("registry", "memory"), List.of());
        Platform platform = Platform.on(registry, live, Clock.system())) {
      live.follow(platform.clock());
      script.change("client_balancer = random\nclient_retries = 4\n");
      assertThat(live.problem()).isPresent();
      assertThat(platform.config().get(TrafficSettings.CLIENT_BALANCER))
          .isEqualTo(TrafficSettings.ROUND_ROBIN);
      script.change("client_retries = 4\n");
      assertThat(live.problem()).isEmpty();
    }
  }
}
