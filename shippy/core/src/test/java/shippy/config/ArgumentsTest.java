package shippy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.config.ConfigTest.expect;
import static shippy.config.ConfigTest.problem;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.Problem.Fix;

class ArgumentsTest {
  private static final List<Setting<?>> KNOWN =
      List.of(
          Settings.REGISTRY,
          Settings.REGISTER_TTL,
          Settings.CONFIG_REQUIRED,
          Settings.SERVER_METADATA,
          Settings.REGISTRY_PASSWORD,
          Settings.REGISTRY_PASSWORD_FILE);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--register_ttl=5s",
        "--register-ttl=5s",
        "-register_ttl=5s",
        "--register_ttl 5s",
        "--register-ttl 5s"
      })
  void go_micros_spelling_and_dashes_are_accepted(String line) {
    assertThat(parse(line.split(" "))).isEqualTo(Map.of("register_ttl", "5s"));
  }

  @Test
  void no_arguments_are_no_flags() {
    assertThat(parse()).isEmpty();
  }

  @Test
  void repeated_flag_keeps_all_values() {
    assertThat(parse("--server_metadata=a=1", "--registry", "etcd", "--server-metadata", "b=2"))
        .isEqualTo(Map.of("server_metadata", "a=1,b=2", "registry", "etcd"));
  }

  @Test
  void switch_needs_no_value() {
    assertThat(parse("--config_required", "--registry=etcd"))
        .isEqualTo(Map.of("config_required", "true", "registry", "etcd"));
    assertThat(parse("--config_required=false")).isEqualTo(Map.of("config_required", "false"));
  }

  @Test
  void empty_value_and_value_with_equals_signs_are_values() {
    assertThat(parse("--registry=")).isEqualTo(Map.of("registry", ""));
    assertThat(parse("--registry", "a=b")).isEqualTo(Map.of("registry", "a=b"));
  }

  @Test
  void unknown_flag_is_named_without_its_value_and_with_the_nearest() {
    Problem problem = problem(() -> parse("--registery=etcd"));
    expect(problem, ExitCode.USAGE, "\"--registery\" is not a flag of this program");
    assertThat(problem.likely()).contains("a slip of the keyboard: did you mean \"--registry\"?");
    assertThat(problem.fixes()).containsExactly(new Fix("--help", "list all flags"));
  }

  @Test
  void word_without_dashes_is_not_a_flag_either() {
    Problem problem = problem(() -> parse("registry=etcd"));
    expect(problem, ExitCode.USAGE, "\"registry\" is not a flag of this program");
    assertThat(problem.likely()).contains("a slip of the keyboard: did you mean \"--registry\"?");
  }

  @Test
  void flag_without_value_says_the_form() {
    expect(
        problem(() -> parse("--registry")),
        ExitCode.USAGE,
        "--registry: no value (expected: --registry=...)");
    expect(
        problem(() -> parse("--registry", "--register_ttl=5s")),
        ExitCode.USAGE,
        "--registry: no value (expected: --registry=...)");
  }

  @Test
  void secret_is_refused_as_a_flag_and_not_repeated() {
    Problem problem = problem(() -> parse("--registry-password=hunter2"));
    expect(
        problem,
        ExitCode.USAGE,
        "--registry_password is no flag: everybody on the machine sees flags"
            + " (expected: MICRO_REGISTRY_PASSWORD)");
    assertThat(problem.fixes())
        .containsExactly(new Fix("MICRO_REGISTRY_PASSWORD=...", "set it in the environment"));
  }

  private static Map<String, String> parse(String... args) {
    return Arguments.parse(List.of(args), KNOWN);
  }
}
