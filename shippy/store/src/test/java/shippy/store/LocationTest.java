package shippy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.config.Config;
import shippy.problem.ProblemException;

class LocationTest {
  private static final Map<String, String> NO_FLAGS = Map.of();

  @Test
  void memory_is_no_store() {
    assertThat(Location.of(Config.of(Map.of("store", "memory"), Map.of()), "x")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql://x", "sqlite", "postgresql://host/db", "/tmp/x.db"})
  void unknown_kind_is_refused(String text) {
    assertThatThrownBy(() -> Location.of(Config.of(Map.of("store", text), Map.of()), "x"))
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            "--store: \"%s\" (expected: sqlite:PATH, jdbc:postgresql://HOST/DATABASE or memory)"
                .formatted(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite:", "sqlite::memory:", "sqlite:x.db?mode=ro"})
  void sqlite_takes_a_path_and_nothing_else(String text) {
    assertThatThrownBy(() -> Location.of(Config.of(NO_FLAGS, Map.of("MICRO_STORE", text)), "x"))
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            "MICRO_STORE: \"%s\" (expected: sqlite: and the path of a file, without ? and options)"
                .formatted(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/ships?user=u&password=hunter2",
        "jdbc:postgresql://db/ships?sslpassword=hunter2",
        "jdbc:postgresql://u:hunter2@db/ships",
      })
  void password_on_the_command_line_is_refused_and_in_the_environment_accepted(String url) {
    assertThatThrownBy(() -> Location.of(Config.of(Map.of("store", url), Map.of()), "x"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "(expected: no password in it: use MICRO_STORE_PASSWORD or --store_password_file)")
        .hasMessageNotContaining("hunter2");
    assertThat(Location.of(Config.of(NO_FLAGS, Map.of("MICRO_STORE", url)), "x")).isPresent();
  }

  @Test
  void passwords_of_the_environment_reach_neither_messages_nor_the_log() {
    String url = "jdbc:postgresql://127.0.0.1:1/x?sslpassword=hunter2&password=hunter2&user=u";
    Location location =
        Location.of(Config.of(NO_FLAGS, Map.of("MICRO_STORE", url)), "x").orElseThrow();
    assertThatThrownBy(location::open)
        .hasMessageStartingWith(
            "store jdbc:postgresql://127.0.0.1:1/x?sslpassword=***&password=***&user=u: ");
  }
}
