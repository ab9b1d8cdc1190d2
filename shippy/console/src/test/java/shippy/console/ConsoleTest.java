package shippy.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.console.ConsoleProgram.Result;
import shippy.problem.ExitCode;

class ConsoleTest {
  private final ConsoleProgram app = new ConsoleProgram();

  @ParameterizedTest
  @CsvSource({
    "--registry_address=h:1 list",
    "--registry-address=h:1 list",
    "list --registry_address=h:1",
    "list --registry-address h:1",
    "--registry_address h:1 list"
  })
  void a_setting_may_stand_before_or_after_the_command_in_both_spellings(String line) {
    assertThat(valueOf(Settings.REGISTRY_ADDRESS, line.split(" ")))
        .isEqualTo("h:1 --registry_address");
  }

  @Test
  void a_switch_with_another_value_is_told_both() {
    Result result = app.run("list", "--config_required=maybe");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("error: --config_required: \"maybe\" (expected: true or false)");
  }

  @ParameterizedTest
  @CsvSource({
    "--config_required list, true",
    "list --config_required, true",
    "--config_required=false list, false",
    "list --config_required=true, true"
  })
  void a_switch_needs_no_value(String line, String value) {
    assertThat(valueOf(Settings.CONFIG_REQUIRED, line.split(" ")))
        .isEqualTo(value + " --config_required");
  }

  @Test
  void a_flag_beats_the_environment() {
    app.env("MICRO_REGISTRY", "etcd");
    assertThat(valueOf(Settings.REGISTRY, "list")).isEqualTo("etcd MICRO_REGISTRY");
    assertThat(valueOf(Settings.REGISTRY, "list", "--registry=memory"))
        .isEqualTo("memory --registry");
  }

  @Test
  void an_empty_variable_counts_as_unset() {
    app.env("MICRO_REGISTRY", "");
    assertThat(valueOf(Settings.REGISTRY, "list")).isEqualTo("mdns default");
  }

  @Test
  void logs_go_to_standard_error_and_are_quiet_by_default() {
    app.run("list");
    assertThat(System.getProperty("shippy.log_level")).isEqualTo("warn");
    assertThat(System.getProperty("shippy.log_target")).isEqualTo("stderr");
    app.env("MICRO_LOG_LEVEL", "debug").run("list", "--log_format=json");
    assertThat(System.getProperty("shippy.log_level")).isEqualTo("debug");
    assertThat(System.getProperty("shippy.log_format")).isEqualTo("json");
  }

  @Test
  void a_malformed_variable_is_reported_with_its_name() {
    Result result = app.env("MICRO_CLIENT_RETRIES", "many").run("list");
    assertThat(result.code()).isEqualTo(78);
    assertThat(result.err())
        .isEqualTo(
            "error: MICRO_CLIENT_RETRIES: \"many\" (expected: a whole number from 0 to 4)\n");
  }

  @Test
  void a_malformed_flag_is_wrong_usage() {
    Result result = app.run("list", "--output=xml");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo("error: --output: \"xml\" (expected: table, json, yaml, jsonl or name)\n");
  }

  @Test
  void help_shows_examples_first_then_settings_with_variable_and_default() {
    Result result = app.run("list", "--help");
    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .startsWith("Usage: app list [OPTIONS] [WHAT]\nList things.\n\nExamples:\n  app list all\n")
        .contains("--registry=VALUE")
        .contains("[$MICRO_REGISTRY_ADDRESS]")
        .contains("(default: warn)")
        .doesNotContain("--registry-address")
        .doesNotContain("--registry_password=")
        .doesNotContain("\u001b");
  }

  @Test
  void settings_of_one_command_are_taken_and_shown_by_it_alone() {
    assertThat(valueOf(Settings.DATA_DIR, "keep", "--data-dir=x")).isEqualTo("x --data_dir");
    assertThat(app.run("list", "--data_dir=x").code()).isEqualTo(2);
    assertThat(app.run("--data_dir=x", "keep").code()).isEqualTo(2);
    assertThat(app.run("keep", "--help").out())
        .containsSubsequence("--data_dir=VALUE", "[$MICRO_DATA_DIR]", "--registry=VALUE");
    assertThat(app.run("list", "--help").out()).doesNotContain("--data_dir");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--keep_all", "--keep-all"})
  void an_own_option_is_taken_in_both_spellings_and_shown_in_one(String option) {
    assertThat(app.run("keep", option).out()).isEqualTo("keeping all\n");
    assertThat(app.run("keep").out()).isEmpty();
    assertThat(app.run("keep", "--help").out()).contains("--keep_all").doesNotContain("--keep-all");
  }

  @Test
  void help_names_the_commands() {
    assertThat(app.run("--help").out()).contains("Commands:\n  list  List things.");
  }

  @Test
  void help_is_coloured_on_a_terminal_only() {
    assertThat(app.terminal(80).run("-h").out()).contains("\u001b");
    assertThat(app.env("NO_COLOR", "1").run("-h").out()).doesNotContain("\u001b");
  }

  @Test
  void the_version_is_the_programs() {
    assertThat(app.run("--version").out()).startsWith("app unpacked (Java ");
    assertThat(app.run("list", "--version").out()).startsWith("app unpacked (Java ");
  }

  @Test
  void an_argument_that_begins_with_an_at_sign_is_not_a_file_of_arguments() {
    assertThat(app.run("list", "@/etc/passwd").out()).isEqualTo("listing @/etc/passwd\n");
  }

  @Test
  void the_exit_code_is_that_of_the_action() {
    assertThat(app.action(call -> ExitCode.FAILED).run("list").code()).isEqualTo(1);
  }

  private String valueOf(Setting<?> setting, String... args) {
    List<String> seen = new ArrayList<>();
    app.action(
        call -> {
          seen.add(
              call.config().origin(setting).map(o -> o.text() + " " + o.source()).orElse("unset"));
          return ExitCode.OK;
        });
    assertThat(app.run(args).err()).isEmpty();
    return String.join(" ", seen);
  }
}
