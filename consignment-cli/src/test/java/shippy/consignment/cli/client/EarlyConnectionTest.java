package shippy.consignment.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.config.Config;

class EarlyConnectionTest {
  private static final Config MEMORY = config(Map.of("registry", "memory"));

  private static Config config(Map<String, String> flags) {
    return Config.of(flags, Map.of());
  }

  private static EarlyConnection begin(String command) {
    return EarlyConnection.begin(List.of(command.split(" ")), Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create --registry=memory a.json",
        "list -o json --registry memory",
        "--registry=memory get 1",
        "a.json --registry=memory"
      })
  void is_for_the_command_with_the_same_settings_once(String command) {
    try (EarlyConnection early = begin(command)) {
      Optional<RegistryConnection> connection = early.to(MEMORY);

      assertThat(connection).isPresent();
      assertThat(connection.orElseThrow().takeExpected()).isPresent();
      assertThat(connection.orElseThrow().takeExpected()).isEmpty();
    }
  }

  @Test
  void a_command_with_other_settings_opens_its_own() {
    try (EarlyConnection early = begin("create --registry=memory a.json")) {
      assertThat(early.to(config(Map.of("registry", "mdns")))).isEmpty();
      assertThat(early.to(config(Map.of("registry", "memory", "client_retries", "0")))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "services --registry=memory",
        "list --help --registry=memory",
        "list -v --registry=memory",
        "--registry=memory",
        "list --registry=memory --client_retries=many"
      })
  void nothing_is_opened_for_help_faults_and_other_commands(String command) {
    try (EarlyConnection early = begin(command)) {
      assertThat(early.to(MEMORY)).isEmpty();
    }
  }
}
