package shippy.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.console.ConsoleProgram.Result;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

class ErrorsTest {
  private static final Problem PROBLEM =
      Problem.of(ExitCode.UNAVAILABLE, "no instance of x found")
          .withFact("seen: y")
          .withLikely("x is not running")
          .withFix("shippy run", "start it");

  private final ConsoleProgram app = new ConsoleProgram();

  @ParameterizedTest
  @CsvSource({
    "lsit, list, app, '\"lsit\" is not a command of app'",
    "list --regsitry=etcd, --registry, app list, '\"--regsitry\" is not an option of app list'",
    "list --registry-adress=x, --registry-address, app list,"
        + " '\"--registry-adress\" is not an option of app list'"
  })
  void a_slip_gets_a_suggestion_and_the_help_to_see(
      String line, String meant, String command, String what) {
    Result result = app.run(line.split(" "));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo(
            """
            error: %s
              likely: a slip of the keyboard: did you mean "%s"?
            See '%s --help'
            """
                .formatted(what, meant, command));
  }

  @Test
  void one_argument_too_many_is_named() {
    Result result = app.run("list", "a", "b");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo("error: unexpected argument: \"b\"\nSee 'app list --help'\n");
  }

  @Test
  void an_option_without_its_value_is_named() {
    Result result = app.run("list", "--registry");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            """
            error: --registry: no value (expected: --registry=VALUE)
            See 'app list --help'
            """);
  }

  @Test
  void a_group_without_command_lists_its_commands() {
    Result result = app.run();
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo("error: app: no command (expected: keep, list)\nSee 'app --help'\n");
  }

  @Test
  void control_characters_in_arguments_do_not_reach_the_terminal() {
    assertThat(app.run("\u001b[2Jx").err()).startsWith("error: \"?[2Jx\" is not a command");
  }

  @Test
  void a_problem_is_shown_in_four_parts_and_gives_the_exit_code() {
    Result result = app.failing(PROBLEM.toException()).run("list");
    assertThat(result.code()).isEqualTo(69);
    assertThat(result.err())
        .isEqualTo(
            """
            error: no instance of x found
              seen: y
              likely: x is not running
              try:    shippy run   start it
            """);
  }

  @Test
  void the_first_word_is_red_on_a_terminal_only() {
    app.failing(PROBLEM.toException()).terminal(80);
    assertThat(app.run("list").err()).startsWith("\u001b[31merror:\u001b[0m no instance");
    assertThat(app.env("TERM", "dumb").run("list").err()).doesNotContain("\u001b");
  }

  @Test
  void an_error_is_json_when_results_are() {
    Result result = app.failing(PROBLEM.toException()).run("list", "-o", "json");
    assertThat(result.code()).isEqualTo(69);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo(
            """
            {
              "error": "no instance of x found",
              "looked_at": [
                "seen: y"
              ],
              "likely": "x is not running",
              "fixes": [
                {
                  "try": "shippy run",
                  "effect": "start it"
                }
              ],
              "exit_code": 69,
              "meaning": "service not found or registry unreachable"
            }
            """);
  }

  @ParameterizedTest
  @CsvSource({"-o json", "-ojson", "--output=json", "--output json"})
  void wrong_usage_is_json_too(String option) {
    assertThat(app.run(("list --oops " + option).split(" ")).err())
        .startsWith("{\n  \"error\": \"\\\"--oops\\\" is not an option of app list\",")
        .contains("\"exit_code\": 2,")
        .contains("\"try\": \"app list --help\"");
  }

  @Test
  void what_the_program_says_of_a_failure_is_told() {
    app.failures(failure -> PROBLEM).failing(new IllegalStateException("odd"));
    Result result = app.run("list");
    assertThat(result.code()).isEqualTo(69);
    assertThat(result.err()).startsWith("error: no instance of x found\n");
  }

  @Test
  void anything_else_is_an_internal_error_without_stack_trace() {
    Result result = app.failing(new IllegalStateException("odd")).run("list");
    assertThat(result.code()).isEqualTo(70);
    assertThat(result.err())
        .isEqualTo(
            """
            error: internal error: java.lang.IllegalStateException: odd
              likely: a fault of this program
              try:    -v   shows where it happened
            """);
  }

  @Test
  void verbose_shows_where_an_internal_error_happened() {
    RuntimeException odd = new IllegalStateException("odd", new RuntimeException("why"));
    assertThat(app.failing(odd).run("-v", "list").err())
        .contains("  caused by: java.lang.IllegalStateException: odd\n    at shippy.console.")
        .contains("  caused by: java.lang.RuntimeException: why\n    at shippy.console.");
  }

  @Test
  void verbose_json_has_the_causes_as_a_field() {
    RuntimeException problem = PROBLEM.toException(new RuntimeException("why"));
    assertThat(app.failing(problem).run("list", "-v", "-ojson").err())
        .contains("  \"causes\": [\n")
        .contains("    \"java.lang.RuntimeException: why\"\n  ]\n}\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--output=jsno, --output, json",
    "--log_level=wran, --log_level, warn",
    "--log_format=jso, --log_format, json"
  })
  void a_slip_in_a_value_of_few_choices_gets_a_suggestion(String flag, String name, String meant) {
    Result result = app.run("list", flag);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("error: %s: \"".formatted(name))
        .endsWith("  likely: a slip of the keyboard: did you mean \"%s\"?\n".formatted(meant));
  }

  @Test
  void a_word_that_is_like_no_command_gets_all_of_them() {
    assertThat(app.run("frobnicate").err())
        .isEqualTo(
            """
            error: "frobnicate" is not a command of app
              commands: keep, list
            See 'app --help'
            """);
  }

  @Test
  void verbose_shows_the_causes_of_a_problem_without_frames() {
    assertThat(
            app.failing(PROBLEM.toException(new RuntimeException("why"))).run("list", "-v").err())
        .endsWith("\n  caused by: java.lang.RuntimeException: why\n")
        .doesNotContain("    at ")
        .containsOnlyOnce("caused by") // the problem itself is told above
        .containsOnlyOnce(PROBLEM.what());
  }
}
