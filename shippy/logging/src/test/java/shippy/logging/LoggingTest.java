package shippy.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;

/** The whole, as a program sees it: in a JVM of its own each time. */
@Execution(ExecutionMode.CONCURRENT)
class LoggingTest {
  private static final String LINE =
      "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d  file=%s level=%s %s";

  @Test
  void program_logs_with_its_own_place_and_nothing_else_is_printed() {
    Result result = run("hello", "-Dshippy.log_level=info", "-Dshippy.log_target=stdout");
    String expected = "Starting \\[service\\] shippy\\.service\\.vessel\n";
    assertThat(result.stdout()).matches(LINE.formatted("LogProgram\\.java:\\d+", "info", expected));
    assertThat(result.stderr()).isEmpty();
  }

  @Test
  void unset_properties_mean_warnings_on_stderr() {
    Result result = run("levels");
    assertThat(messages(result.stderr())).containsExactly("at warn", "at error");
    assertThat(result.stdout()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"trace,5", "debug,4", "info,3", "warn,2", "error,1"})
  void level_is_the_least_that_is_logged(String level, int lines) {
    assertThat(run("levels", "-Dshippy.log_level=" + level).stderr().lines()).hasSize(lines);
  }

  @Test
  void json_is_one_object_a_line() {
    Result result = run("levels", "-Dshippy.log_level=info", "-Dshippy.log_format=json");
    assertThat(result.stderr().lines().map(FlatJson::parse))
        .hasSize(3)
        .allSatisfy(
            object ->
                assertThat(object)
                    .containsOnlyKeys("time", "level", "file", "logger", "thread", "message")
                    .containsEntry("logger", "shippy.logging.LogProgram")
                    .containsEntry("thread", "main"))
        .extracting(object -> object.get("level"))
        .containsExactly("info", "warn", "error");
  }

  @Test
  void libraries_are_quiet_at_info_and_java_util_logging_arrives() {
    assertThat(messages(run("libraries", "-Dshippy.log_level=info").stderr()))
        .containsExactly("grpc at warn", "other at info");
    assertThat(messages(run("libraries").stderr())).containsExactly("grpc at warn");
  }

  @Test
  void libraries_are_heard_at_debug_with_the_place_of_their_call() {
    Result result = run("libraries", "-Dshippy.log_level=debug");
    assertThat(messages(result.stderr()))
        .contains("grpc at debug", "grpc at info", "netty at info", "vertx at info")
        .doesNotContain("bytes of a password")
        .contains(
            "jetcd at info",
            "jetcd at warn",
            "jmdns at warn",
            "channel at warn",
            "no health",
            "no library there");
    assertThat(result.stderr().lines()).allMatch(line -> line.contains("  file=LogProgram.java:"));
  }

  @Test
  void levels_of_single_loggers_win_and_reach_java_util_logging() {
    Result result =
        run(
            "libraries",
            "-Dshippy.log_level=info",
            "-Dshippy.log_levels=io.grpc=debug,io.vertx=info,com.google.protobuf.util=warn");
    assertThat(messages(result.stderr()))
        .containsExactly(
            "grpc at info",
            "grpc at debug",
            "grpc at warn",
            "other at info",
            "vertx at info",
            "protobuf at warn");
  }

  @Test
  void levels_change_while_the_program_runs_and_return_to_those_of_the_start() {
    assertThat(messages(run("live").stderr()).filter(line -> !line.startsWith("Configuration")))
        .containsExactly(
            "start vertx",
            "named grpc",
            "named grpc by SLF4J",
            "verbose vertx",
            "verbose own",
            "bad vertx",
            "bad own");
  }

  @Test
  void command_tells_what_libraries_say_only_if_asked_to() {
    assertThat(messages(runCommand(false).stderr())).containsExactly("own line");
    String all = runCommand(true).stderr();
    assertThat(messages(all)).contains("org.jline", "own line");
    assertThat(all.lines()).allMatch(line -> line.contains(" level="));
  }

  private static Result runCommand(boolean verbose) {
    try (CommandHarness harness = program()) {
      return harness.run("command", String.valueOf(verbose));
    }
  }

  @Test
  void libraries_say_only_errors_if_only_errors_are_asked_for() {
    assertThat(run("libraries", "-Dshippy.log_level=error").stderr()).isEmpty();
  }

  @Test
  void exception_is_one_line_unless_debugging() {
    assertThat(messages(run("error").stderr()))
        .containsExactly("cannot renew: IOException: refused");
    assertThat(run("error", "-Dshippy.log_level=debug").stderr())
        .contains("\n\tjava.io.IOException: refused\n\t    at shippy.logging.LogProgram.main(");
  }

  @Test
  void reader_that_goes_away_makes_no_noise() {
    String script = "{ \"$@\"; echo \"exit $?\" >&2; } | head -n 1";
    List<String> words = new ArrayList<>(List.of(script, "sh"));
    try (CommandHarness java = program("-Dshippy.log_level=info", "-Dshippy.log_target=stdout");
        CommandHarness shell = CommandHarness.program("sh", "-c")) {
      words.addAll(java.commandLine("flood"));
      Result result = shell.run(words.toArray(String[]::new));
      assertThat(messages(result.stdout())).hasSize(1);
      assertThat(result.stderr()).isEqualTo("exit 0\n");
    }
  }

  private static Result run(String what, String... options) {
    try (CommandHarness harness = program(options)) {
      Result result = harness.run(what);
      assertThat(result.exitCode()).as(result.stderr()).isZero();
      return result;
    }
  }

  private static CommandHarness program(String... options) {
    return CommandHarness.main(LogProgram.class, options);
  }

  private static Stream<String> messages(String output) {
    return output.lines().map(line -> line.replaceFirst(".* level=[a-z]+ ", ""));
  }
}
