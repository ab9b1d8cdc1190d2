package shippy.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import shippy.console.io.IoStreams;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;

class HelpCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private ExitCode run(String... words) {
    IoStreams io =
        new IoStreams(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Map.of("HOME", "/nonexistent"),
            Screen.none());
    return new SampleCommands().run(List.of(words), io);
  }

  @Test
  void help_lists_every_command_in_a_line() {
    assertThat(run("help")).isEqualTo(ExitCode.OK);
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            """
              ship        Ship things.
              fleet       Change the fleet.
              help        Show all commands, how to use one, or the options of every command.
              exit, quit  Leave the shell, as Ctrl-D does.

            help COMMAND tells more, help options of -o json and others.
            """);
  }

  @Test
  void help_of_a_command_is_its_own_help() {
    assertThat(run("help", "fleet", "paint")).isEqualTo(ExitCode.OK);
    assertThat(out.toString(UTF_8))
        .contains("Usage: app fleet paint", "Paint a ship.", "app help options")
        .doesNotContain("--output");
  }

  @Test
  void help_of_options_is_that_of_every_command() {
    assertThat(run("help", "options")).isEqualTo(ExitCode.OK);
    assertThat(out.toString(UTF_8)).contains("-o, --output=VALUE", "--registry=", "--version");
  }

  @Test
  void a_command_that_is_not_there_is_named_with_the_nearest() {
    assertThat(run("help", "shpi")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            """
            error: help: no command "shpi"
              likely: a slip of the keyboard: did you mean "ship"?
              try:    help   list all commands
            """);
  }
}
