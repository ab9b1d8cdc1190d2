package shippy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.config.ConfigTest.expect;
import static shippy.config.ConfigTest.problem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.clock.Clock;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

class LiveConfigTest {
  @TempDir Path folder;
  private Path file;
  private LiveConfig live;

  @BeforeEach
  void start() throws IOException {
    file =
        Files.writeString(folder.resolve("a.properties"), "client_retries = 1\nstore = memory\n");
    live = load(Map.of("config", "test:" + file), Map.of());
    live.follow(Clock.system());
  }

  @AfterEach
  void end() {
    live.close();
  }

  @Test
  void change_is_taken_and_told() throws IOException {
    List<Integer> told = new ArrayList<>();
    live.onUpdate(() -> told.add(live.current().get(Settings.CLIENT_RETRIES)));
    Instant before = live.since(Settings.CLIENT_RETRIES);
    write("client_retries = 3\nstore = memory\n");
    assertThat(told).containsExactly(3);
    assertThat(live.current().origin(Settings.CLIENT_RETRIES))
        .contains(new Config.Origin("3", file + ":1", file + ":1:1"));
    assertThat(live.since(Settings.CLIENT_RETRIES)).isAfterOrEqualTo(before);
    write("# nothing\n");
    assertThat(told).containsExactly(3, 2);
  }

  @Test
  void removed_listener_is_told_no_more_and_another_still_is() throws IOException {
    List<String> told = new ArrayList<>();
    Runnable removal = live.onUpdate(() -> told.add("first"));
    live.onUpdate(() -> told.add("second"));
    removal.run();
    removal.run();
    write("client_retries = 3\n");
    assertThat(told).containsExactly("second");
  }

  @Test
  void second_start_to_follow_changes_nothing() throws IOException {
    List<Integer> told = new ArrayList<>();
    live.onUpdate(() -> told.add(live.current().get(Settings.CLIENT_RETRIES)));
    live.follow(Clock.system());
    write("client_retries = 3\n");
    assertThat(told).containsExactly(3);
  }

  @Test
  void bad_change_is_refused_as_a_whole_until_a_good_one() throws IOException {
    write("client_request_timeout = 1s\nclient_retries = 77\n");
    assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(1);
    assertThat(live.current().get(Settings.CLIENT_REQUEST_TIMEOUT)).hasSeconds(5);
    assertThat(live.problem().map(Problem::what))
        .contains(file + ":2:1: \"77\" (expected: a whole number from 0 to 4)");
    write("client_retries = 4\nstore = memory\n");
    assertThat(live.problem()).isEmpty();
    assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(4);
  }

  @Test
  void static_setting_waits_for_a_restart() throws IOException {
    write("client_retries = 0\nstore = sqlite:x\n");
    assertThat(live.current().find(Settings.STORE)).contains("memory");
    assertThat(live.pending(Settings.STORE).map(Config.Origin::text)).contains("sqlite:x");
    assertThat(live.pending(Settings.CLIENT_RETRIES)).isEmpty();
    assertThat(live.current().get(Settings.CLIENT_RETRIES)).isZero();
    write("store = memory\n");
    assertThat(live.pending(Settings.STORE)).isEmpty();
  }

  @Test
  void unknown_key_is_left_out_of_a_change() throws IOException {
    write("client_retries = 0\nstoer = x\n");
    assertThat(live.problem()).isEmpty();
    assertThat(live.current().get(Settings.CLIENT_RETRIES)).isZero();
  }

  @Test
  void source_is_told_which_versions_a_start_could_use() throws IOException {
    assertThat(TestSource.accepted(file)).isEqualTo(1);
    write("client_retries = 77\n");
    write("client_retries = 0\nstoer = x\n");
    assertThat(TestSource.accepted(file)).isEqualTo(1);
    write("client_retries = 0\n");
    assertThat(TestSource.accepted(file)).isEqualTo(2);
  }

  @Test
  void check_refuses_what_does_not_fit() throws IOException {
    live.check(
        config -> {
          if (config.get(Settings.CLIENT_RETRIES) == 4) {
            throw config.invalid(Settings.CLIENT_RETRIES, "fewer today");
          }
        });
    write("client_retries = 4\n");
    assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(1);
    assertThat(live.problem().map(Problem::what))
        .contains(file + ":1:1: \"4\" (expected: fewer today)");
  }

  @Test
  void lost_file_changes_nothing() throws IOException {
    Files.delete(file);
    TestSource.changed(file);
    assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(1);
    assertThat(live.problem().map(Problem::what))
        .contains("cannot read " + file + ": no such file");
  }

  @Test
  void first_file_wins_and_flags_and_variables_win_over_both() throws IOException {
    Path second = Files.writeString(folder.resolve("b.properties"), "client_retries = 2\n");
    String both = file + "," + second;
    assertThat(load(Map.of("config", both), Map.of()).current().get(Settings.CLIENT_RETRIES))
        .isEqualTo(1);
    Map<String, String> env = Map.of("CONFIG_PATH", both, "MICRO_CLIENT_RETRIES", "3");
    assertThat(load(Map.of(), env).current().get(Settings.CLIENT_RETRIES)).isEqualTo(3);
    assertThat(load(Map.of("client_retries", "4"), env).current().get(Settings.CLIENT_RETRIES))
        .isEqualTo(4);
  }

  @Test
  void change_is_hidden_by_what_is_stronger() throws IOException {
    try (LiveConfig flagged =
        load(Map.of("config", "test:" + file, "client_retries", "4"), Map.of())) {
      flagged.follow(Clock.system());
      write("client_retries = 2\n");
      assertThat(flagged.current().get(Settings.CLIENT_RETRIES)).isEqualTo(4);
    }
  }

  @Test
  void nothing_is_told_after_close() throws IOException {
    live.onUpdate(
        () -> {
          throw new AssertionError("closed");
        });
    live.close();
    write("client_retries = 2\n");
    assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(1);
  }

  @Test
  void remote_source_is_the_weakest_and_cannot_set_where_things_are() throws IOException {
    Path remote = Files.writeString(folder.resolve("r.properties"), "client_retries = 3\n");
    String both = "remote:" + remote + "," + file;
    assertThat(load(Map.of("config", both), Map.of()).current().get(Settings.CLIENT_RETRIES))
        .isEqualTo(1);
    for (String key : List.of("registry_address", "config_address", "store", "registry_ca_file")) {
      Files.writeString(remote, key + " = x\n");
      expect(
          problem(() -> load(Map.of("config", both), Map.of())),
          ExitCode.CONFIG,
          remote + ":1:1: " + key + " cannot be set here");
    }
  }

  @Test
  void config_centre_that_is_wrong_can_be_left_out() throws IOException {
    Files.writeString(file, "client_retries = many\n");
    Map<String, String> flags = Map.of("config", "remote:" + file);
    assertThat(problem(() -> load(flags, Map.of())).what()).startsWith(file + ":1:1: \"many\"");
    try (LiveConfig lenient = LiveConfig.load(flags, Map.of(), List.of(), /* lenient= */ true)) {
      assertThat(lenient.problem().map(Problem::what).orElse("")).startsWith(file + ":1:1: ");
      assertThat(lenient.current().get(Settings.CLIENT_RETRIES)).isEqualTo(2);
    }
    Map<String, String> local = Map.of("config", file.toString());
    assertThat(problem(() -> LiveConfig.load(local, Map.of(), List.of(), /* lenient= */ true)))
        .isNotNull();
  }

  @Test
  void named_file_names_no_other() throws IOException {
    Files.writeString(file, "config = x.properties\n");
    expect(
        problem(() -> load(Map.of("config", file.toString()), Map.of())),
        ExitCode.CONFIG,
        file + ":1:1: config cannot be set in a file that it names");
  }

  @Test
  void source_that_nobody_knows_is_a_configuration_error() {
    Problem gone = problem(() -> load(Map.of("config", folder + "/x.properties"), Map.of()));
    expect(gone, ExitCode.CONFIG, "cannot read " + folder + "/x.properties: no such file");
    Problem scheme = problem(() -> load(Map.of("config", "consul://x"), Map.of()));
    expect(scheme, ExitCode.CONFIG, "--config: \"consul://x\" (expected: a file, or etcd:///KEY)");
    Problem ending = problem(() -> load(Map.of("config", "x.ini"), Map.of()));
    assertThat(ending.what()).contains("x.ini");
  }

  @Test
  void listener_that_fails_keeps_no_other_from_the_change() throws IOException {
    List<Integer> told = new ArrayList<>();
    live.onUpdate(
        () -> {
          throw new IllegalStateException("broken");
        });
    live.onUpdate(() -> told.add(live.current().get(Settings.CLIENT_RETRIES)));
    write("client_retries = 3\n");
    assertThat(told).containsExactly(3);
  }

  @Test
  void change_that_a_restart_would_refuse_is_refused() throws IOException {
    live.check(
        config -> {
          if (config.find(Settings.STORE).equals(Optional.of("nowhere"))) {
            throw config.invalid(Settings.STORE, "somewhere");
          }
        });
    write("client_retries = 4\nstore = nowhere\n");
    assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(1);
    write("config = x.properties\n");
    assertThat(live.problem().map(Problem::what))
        .contains(file + ":1:1: config cannot be set in a file that it names");
  }

  @Test
  void files_are_read_first_wherever_they_are_named() throws IOException {
    Path remote = Files.writeString(folder.resolve("r.properties"), "client_retries = 3\n");
    Files.writeString(file, "config_address = here:1\n");
    try (LiveConfig both = load(Map.of("config", "remote:" + remote + "," + file), Map.of())) {
      assertThat(TestSource.reachedBy(remote)).contains("here:1");
    }
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
    TestSource.changed(file);
  }

  private static LiveConfig load(Map<String, String> flags, Map<String, String> env) {
    return LiveConfig.load(flags, env, List.of());
  }
}
