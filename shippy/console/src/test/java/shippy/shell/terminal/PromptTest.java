package shippy.shell.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.shell.SampleCommands;
import shippy.shell.completion.Choice;
import shippy.shell.completion.Choices;
import shippy.shell.completion.Completion;
import shippy.testkit.Eventually;

/** What keys make of a line, with JLine's own completion. */
class PromptTest {
  private static final Choices CHOICES =
      (argument, typed) ->
          switch (argument.paramLabel()) {
            case "PORT" -> choices("Hull", "Hamburg", "Oslo");
            case "THING" -> choices("tea", "toys", "two words", "two worlds");
            default -> List.of();
          };

  /** Tab is {@code >}; once it lists, twice it takes the first one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          fleet paint >>            | fleet paint RED
          fleet paint >>>           | fleet paint BLUE
          fleet paint R>            | fleet paint RED
          fleet paint "R>           | fleet paint RED
          ship >>                   | ship tea
          ship t>>                  | ship tea
          ship 't>>                 | ship tea
          ship tw>>                 | ship 'two words'
          ship 'two wo>>            | ship 'two words'
          ship "two wo>>            | ship 'two words'
          ship tea >>               | ship tea tea
          ship --to >>              | ship --to Hull
          ship --to H>>             | ship --to Hull
          ship --to=>>              | ship --to=Hull
          ship --to=H>>             | ship --to=Hull
          ship --to='H>>            | ship --to=Hull
          ship --to='>>             | ship --to=Hull
          ship --via >>             | ship --via Hull
          ship --via=Oslo,>>        | ship --via=Oslo,Hull
          ship --via=Oslo,H>>       | ship --via=Oslo,Hull
          ship -p >>                | ship -p Hull
          ship -p>                  | ship -p
          ship -pO>                 | ship -pOslo
          ship -p>H>>               | ship -p Hull
          ship tea -p >>            | ship tea -p Hull
          ship --fast >>            | ship --fast tea
          """)
  @Timeout(30)
  void completion_replaces_the_word_at_the_cursor_and_nothing_else(String keys, String line)
      throws IOException {
    assertThat(typed(keys.strip().replace('>', '\t')).strip()).isEqualTo(line.strip());
  }

  /** The line after these keys: the first Enter leaves the menu, the others are not needed then. */
  private static String typed(String keys) throws IOException {
    PipedInputStream in = new PipedInputStream();
    try (PipedOutputStream keyboard = new PipedOutputStream(in);
        Terminal terminal =
            new ExternalTerminal("t", "xterm", in, new ByteArrayOutputStream(), UTF_8)) {
      terminal.setSize(new Size(80, 24));
      Completion completion = new Completion(new SampleCommands().tree().getCommandSpec(), CHOICES);
      Prompt prompt = new Prompt(terminal, completion, new ChangingStatus(), false);
      keyboard.write((keys + "\r\r\r").getBytes(UTF_8));
      keyboard.flush();
      return prompt.ask();
    }
  }

  @Test
  @Timeout(30)
  void a_status_that_changes_while_the_prompt_begins_is_shown() throws IOException {
    PipedInputStream in = new PipedInputStream();
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    ChangingStatus status = new ChangingStatus();
    try (PipedOutputStream keyboard = new PipedOutputStream(in);
        Terminal terminal = new ExternalTerminal("t", "xterm", in, screen, UTF_8)) {
      terminal.setSize(new Size(80, 24));
      Completion completion = new Completion(new SampleCommands().tree().getCommandSpec(), CHOICES);
      Prompt prompt = new Prompt(terminal, completion, status, false);
      status.onChange(prompt::refresh);
      CompletableFuture<String> line = CompletableFuture.supplyAsync(prompt::ask);
      Eventually.eventually(
          Duration.ofSeconds(15), () -> assertThat(screen.toString(UTF_8)).contains("2 services"));
      keyboard.write("\r".getBytes(UTF_8));
      keyboard.flush();
      assertThat(line.join()).isEmpty();
    }
  }

  private static List<Choice> choices(String... names) {
    return Stream.of(names).map(name -> Choice.of(name, "", "")).toList();
  }

  /** Changes once, just after it has been read; nobody who waits for the reader is waited for. */
  private static final class ChangingStatus implements PromptStatus {
    private volatile Runnable changed = () -> {};
    private volatile String status = "looking around";

    @Override
    public String prompt() {
      return "app";
    }

    @Override
    public String status() {
      String before = status;
      if (!before.equals("2 services")) {
        status = "2 services";
        CompletableFuture.runAsync(changed).completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
      }
      return before;
    }

    @Override
    public void onChange(Runnable action) {
      changed = action;
    }
  }
}
