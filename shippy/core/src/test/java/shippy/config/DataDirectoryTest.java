package shippy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import shippy.problem.Problem;

class DataDirectoryTest {
  private static final Map<String, String> HOME = Map.of("HOME", "/h", "XDG_STATE_HOME", "");

  @Test
  void setting_wins_over_state_folder_over_home() {
    Map<String, String> state = Map.of("HOME", "/h", "XDG_STATE_HOME", "/s");
    assertThat(DataDirectory.of(Config.of(Map.of("data_dir", "/d"), state))).hasToString("/d");
    assertThat(DataDirectory.of(Config.of(Map.of(), state))).hasToString("/s/shippy");
    assertThat(DataDirectory.of(Config.of(Map.of(), HOME))).hasToString("/h/.local/state/shippy");
  }

  @Test
  void setting_does_not_move_what_belongs_to_the_user() {
    assertThat(DataDirectory.ofUser(Map.of("HOME", "/h", "MICRO_DATA_DIR", "/d")))
        .hasToString("/h/.local/state/shippy");
  }

  @Test
  void empty_home_is_that_of_the_system() {
    assertThat(DataDirectory.ofUser(Map.of("HOME", "")))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local/state/shippy"));
  }

  @Test
  void relative_directory_is_in_the_working_directory() {
    Path here = Path.of("").toAbsolutePath();
    assertThat(DataDirectory.of(Config.of(Map.of("data_dir", "d"), HOME)))
        .isEqualTo(here.resolve("d"));
    assertThat(DataDirectory.ofUser(Map.of("XDG_STATE_HOME", "s")))
        .isEqualTo(here.resolve("s/shippy"));
  }

  @Test
  void user_without_a_home_is_told_what_to_set() {
    String before = System.setProperty("user.home", "?"); // what Java says of an unknown user id
    try {
      Config none = Config.of(Map.of(), Map.of());
      assertThat(DataDirectory.find(none)).isEmpty();
      assertThat(ConfigTest.problem(() -> DataDirectory.of(none)).fixes())
          .extracting(Problem.Fix::command)
          .containsExactly("export HOME=DIRECTORY", "--data_dir=DIRECTORY");
      assertThat(DataDirectory.find(Config.of(Map.of("data_dir", "/d"), Map.of()))).isPresent();
      assertThat(Config.load(Map.of(), Map.of(), List.of()).find(Settings.STORE)).isEmpty();
    } finally {
      System.setProperty("user.home", before);
    }
  }
}
