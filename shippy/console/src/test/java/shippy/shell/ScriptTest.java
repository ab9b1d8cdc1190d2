package shippy.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import shippy.config.Settings;
import shippy.console.Action;
import shippy.console.Console;
import shippy.console.Invocation;
import shippy.console.io.IoStreams;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;

class ScriptTest {
  private final SampleCommands app = new SampleCommands();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String[] options = {};
  private boolean keepGoing;
  private Optional<ExitCode> code = Optional.empty();

  @Command(name = "app")
  private final class Start implements Action {
    @Override
    public ExitCode run(Invocation call) {
      code = Script.run(app, "app", call, keepGoing);
      return code.orElse(ExitCode.OK);
    }
  }

  private List<String> run(byte[] script) {
    IoStreams io =
        new IoStreams(
            new ByteArrayInputStream(script),
            new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Map.of("HOME", "/nonexistent"),
            Screen.none());
    new Console(new CommandLine(new Start()), Settings.COMMON, io).run(List.of(options));
    return app.done();
  }

  private List<String> run(String script) {
    return run(script.getBytes(UTF_8));
  }

  @Test
  void each_line_runs_even_the_last_without_an_end() {
    assertThat(run("ship a\n\n# ship b\n  app ship 'c d'\r\nship e"))
        .containsExactly("ship [a][]", "ship [c d][]", "ship [e][]");
    assertThat(code).contains(ExitCode.OK);
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void the_first_failure_ends_it_and_is_named() {
    assertThat(run("ship a\nship fail\nship b\n")).containsExactly("ship [a][]");
    assertThat(code).contains(ExitCode.UNAVAILABLE);
    assertThat(err.toString(UTF_8)).isEqualTo("error: no ship\n  in line 2: ship fail\n");
  }

  @Test
  void going_on_is_possible_and_the_first_failure_counts() {
    keepGoing = true;
    assertThat(run("ship fail\nshpi\nship b")).containsExactly("ship [b][]");
    assertThat(code).contains(ExitCode.UNAVAILABLE);
    assertThat(err.toString(UTF_8))
        .contains("  in line 1: ship fail\n", "did you mean \"ship\"?", "  in line 2: shpi\n");
  }

  @Test
  void errors_in_json_stay_json() {
    options = new String[] {"-o", "json"};
    run("ship fail");
    assertThat(err.toString(UTF_8)).startsWith("error: no ship").doesNotContain("in line");
  }

  @Test
  void json_is_the_standard_input_of_its_command() {
    assertThat(run("ship --to=Hull {\"a\":\n [1, \"}\"]}\nship b"))
        .containsExactly("ship [-]Hull[]{\"a\":\n [1, \"}\"]}", "ship [b][]");
  }

  @Test
  void a_command_may_read_what_follows() {
    assertThat(run("ship a\nship -\nthe rest\nof it"))
        .containsExactly("ship [a][]", "ship [-][]the rest\nof it");
  }

  @Test
  void leaving_leaves() {
    assertThat(run("ship a\nexit\nship b")).containsExactly("ship [a][]");
    assertThat(code).contains(ExitCode.OK);
  }

  @Test
  void nothing_is_no_command() {
    run("\n  \n# nothing\napp\n");
    assertThat(code).isEmpty();
  }

  @Test
  void what_ends_too_early_is_refused() {
    run("ship a\nship 'b\nc");
    assertThat(code).contains(ExitCode.USAGE);
    assertThat(err.toString(UTF_8))
        .isEqualTo("error: standard input:2: the command ends too early (expected: ')\n");
  }

  @Test
  void other_bytes_than_text_are_refused() {
    run(new byte[] {'s', 'h', 'i', 'p', ' ', (byte) 0xff, '\n'});
    assertThat(code).contains(ExitCode.BAD_INPUT);
    assertThat(err.toString(UTF_8))
        .isEqualTo("error: standard input:1: no UTF-8 (expected: text)\n");
  }

  @Test
  void a_byte_order_mark_is_skipped() {
    assertThat(run("\uFEFFship a")).containsExactly("ship [a][]");
  }

  @Test
  void lines_cannot_forge_lines_of_the_error() {
    run("ship fail \u001b[31m\u009b");
    assertThat(err.toString(UTF_8)).endsWith("  in line 1: ship fail ?[31m?\n");
  }
}
