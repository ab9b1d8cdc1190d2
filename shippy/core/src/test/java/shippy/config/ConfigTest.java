package shippy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.Problem.Fix;
import shippy.problem.ProblemException;

class ConfigTest {
  private static final Setting<Duration> TTL =
      Setting.of("register_ttl", "15s", "how long", Format.duration());
  private static final Setting<String> ID =
      Setting.optional("server_id", "unique id", Format.text());
  private static final Setting<Integer> PIN =
      Setting.optional("pin", "secret number", Format.integer(0, 9)).asSecret();

  @TempDir Path home;
  private Path file;

  @BeforeEach
  void make_folder() throws IOException {
    file = Files.createDirectories(home.resolve(".config/shippy")).resolve("config.properties");
  }

  // --- precedence ------------------------------------------------------------------------------

  @Test
  void flag_wins_over_environment_over_file_over_default() throws IOException {
    Map<String, String> flags = Map.of("register_ttl", "1s");
    Map<String, String> env = Map.of("HOME", home.toString(), "MICRO_REGISTER_TTL", "2s");
    Map<String, String> bare = Map.of("HOME", home.toString());
    assertThat(Config.load(Map.of(), bare, List.of()).get(TTL)).isEqualTo(Duration.ofSeconds(15));
    Files.writeString(file, "register_ttl = 3s\n");
    assertThat(Config.load(Map.of(), bare, List.of()).get(TTL)).isEqualTo(Duration.ofSeconds(3));
    assertThat(Config.load(Map.of(), env, List.of()).get(TTL)).isEqualTo(Duration.ofSeconds(2));
    assertThat(Config.load(flags, env, List.of()).get(TTL)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void origin_says_where_the_value_came_from() throws IOException {
    Map<String, String> env = Map.of("HOME", home.toString());
    assertThat(Config.load(Map.of(), env, List.of()).origin(TTL))
        .contains(new Config.Origin("15s", "default"));
    Files.writeString(file, "# mine\n\nregister_ttl=3s\n");
    assertThat(Config.load(Map.of(), env, List.of()).origin(TTL))
        .contains(new Config.Origin("3s", file + ":3", file + ":3:1"));
    assertThat(Config.of(Map.of(), Map.of("MICRO_REGISTER_TTL", "2s")).origin(TTL))
        .contains(new Config.Origin("2s", "MICRO_REGISTER_TTL"));
    assertThat(Config.of(Map.of("register_ttl", "1s"), Map.of()).origin(TTL))
        .contains(new Config.Origin("1s", "--register_ttl"));
  }

  @Test
  void origins_are_all_layers_strongest_first() throws IOException {
    Files.writeString(file, "register-ttl = 3s\n");
    Map<String, String> env = Map.of("HOME", home.toString(), "MICRO_REGISTER_TTL", "2s");
    Config config = Config.load(Map.of("register_ttl", "1s"), env, List.of());
    assertThat(config.origins(TTL))
        .extracting(Config.Origin::source)
        .containsExactly("--register_ttl", "MICRO_REGISTER_TTL", file + ":1", "default");
    assertThat(config.origins(TTL)).first().isEqualTo(config.origin(TTL).orElseThrow());
    assertThat(config.origins(ID)).isEmpty();
  }

  @Test
  void empty_variable_is_unset() {
    Config config = Config.of(Map.of(), Map.of("MICRO_REGISTER_TTL", "", "MICRO_SERVER_ID", ""));
    assertThat(config.get(TTL)).isEqualTo(Duration.ofSeconds(15));
    assertThat(config.find(ID)).isEmpty();
    assertThat(config.origin(ID)).isEmpty();
  }

  @Test
  void variables_are_asked_strongest_first() {
    Setting<String> user = ID.orVariable("ETCD_USER").orVariable("USER_NAME");
    assertThat(user.variables()).containsExactly("MICRO_SERVER_ID", "ETCD_USER", "USER_NAME");
    Map<String, String> env = Map.of("ETCD_USER", "a", "USER_NAME", "b");
    assertThat(Config.of(Map.of(), env).find(user)).contains("a");
    assertThat(Config.of(Map.of(), Map.of("USER_NAME", "b")).find(user)).contains("b");
  }

  @Test
  void xdg_folder_replaces_dot_config_and_empty_variables_do_not() throws IOException {
    Path other = Files.createDirectories(home.resolve("xdg/shippy"));
    Files.writeString(other.resolve("config.properties"), "register_ttl = 9s\n");
    Files.writeString(file, "register_ttl = 3s\n");
    String xdg = home.resolve("xdg").toString();
    assertThat(load(Map.of("HOME", home.toString(), "XDG_CONFIG_HOME", xdg)).get(TTL))
        .isEqualTo(Duration.ofSeconds(9));
    assertThat(load(Map.of("HOME", home.toString(), "XDG_CONFIG_HOME", "")).get(TTL))
        .isEqualTo(Duration.ofSeconds(3));
    assertThat(load(Map.of("HOME", "", "XDG_CONFIG_HOME", xdg)).get(TTL))
        .isEqualTo(Duration.ofSeconds(9));
  }

  // --- errors ----------------------------------------------------------------------------------

  @Test
  void bad_flag_is_named_and_a_usage_error() {
    expect(
        problem(() -> Config.of(Map.of("register_ttl", "soon"), Map.of()).get(TTL)),
        ExitCode.USAGE,
        "--register_ttl: \"soon\" (expected: a duration such as 15s, 500ms or 2m, at most a year)");
  }

  @Test
  void bad_variable_is_named_and_a_configuration_error() {
    expect(
        problem(() -> Config.of(Map.of(), Map.of("MICRO_REGISTER_TTL", "soon")).get(TTL)),
        ExitCode.CONFIG,
        "MICRO_REGISTER_TTL: \"soon\""
            + " (expected: a duration such as 15s, 500ms or 2m, at most a year)");
  }

  @Test
  void bad_file_value_is_named_with_its_line() throws IOException {
    Files.writeString(file, "# mine\nregister_ttl = soon\n");
    expect(
        problem(() -> load(Map.of("HOME", home.toString())).get(TTL)),
        ExitCode.CONFIG,
        file + ":2:1: \"soon\" (expected: a duration such as 15s, 500ms or 2m, at most a year)");
  }

  @Test
  void missing_value_says_how_to_set_it() {
    Problem problem = problem(() -> Config.of(Map.of(), Map.of()).get(ID));
    expect(problem, ExitCode.CONFIG, "server_id is not set (expected: unique id)");
    assertThat(problem.fixes())
        .containsExactly(new Fix("--server_id=...", "or MICRO_SERVER_ID=..."));
  }

  @Test
  void missing_secret_is_not_asked_for_by_flag() {
    Problem problem = problem(() -> Config.of(Map.of(), Map.of()).get(PIN));
    expect(problem, ExitCode.CONFIG, "pin is not set (expected: secret number)");
    assertThat(problem.fixes())
        .containsExactly(new Fix("MICRO_PIN=...", "set it in the environment"));
  }

  @Test
  void bad_secret_is_masked_in_the_message_and_absent_from_the_cause() {
    ProblemException failure =
        catchThrowableOfType(
            ProblemException.class,
            () -> Config.of(Map.of(), Map.of("MICRO_PIN", "hunter2")).get(PIN));
    assertThat(failure)
        .hasMessage("MICRO_PIN: \"***\" (expected: a whole number from 0 to 9)")
        .hasNoCause();
  }

  @Test
  void value_that_does_not_fit_is_reported_with_its_origin() {
    Config config = Config.of(Map.of("server_id", "x"), Map.of());
    expect(
        config.invalid(ID, "something longer").problem(),
        ExitCode.USAGE,
        "--server_id: \"x\" (expected: something longer)");
  }

  @Test
  void value_that_is_not_among_the_choices_comes_with_the_nearest() {
    List<String> choices = List.of("etcd", "mdns", "memory");
    Config near = Config.of(Map.of(), Map.of("MICRO_SERVER_ID", "mnds"));
    Problem problem = near.invalid(ID, choices).problem();
    expect(problem, ExitCode.CONFIG, "MICRO_SERVER_ID: \"mnds\" (expected: etcd, mdns, memory)");
    assertThat(problem.likely()).contains("a slip of the keyboard: did you mean \"mdns\"?");
    Config far = Config.of(Map.of(), Map.of("MICRO_SERVER_ID", "consul"));
    assertThat(far.invalid(ID, choices).problem().likely()).isEmpty();
  }

  @Test
  void misspelt_variable_is_warned_of_and_those_of_other_programs_are_not() {
    Map<String, String> env =
        Map.of(
            "HOME", home.toString(),
            "MICRO_REGSTRY", "etcd",
            "MICRO_STORE_ADDRESS", "go-micro's",
            "MICRO_BROKER_ADDRESS", "go-micro's",
            "MICRO_SERVER", "go-micro's",
            "MICRO_API_ADDRESS", "the gateway's",
            "REGSTRY", "somebody's");
    assertThat(load(env).warnings())
        .containsExactly("MICRO_REGSTRY is no setting: did you mean MICRO_REGISTRY?");
  }

  private static Config load(Map<String, String> env) {
    return Config.load(Map.of(), env, List.of());
  }

  static Problem problem(ThrowingCallable call) {
    return catchThrowableOfType(ProblemException.class, call).problem();
  }

  static void expect(Problem problem, ExitCode code, String what) {
    assertThat(problem.what()).isEqualTo(what);
    assertThat(problem.code()).isEqualTo(code);
  }
}
