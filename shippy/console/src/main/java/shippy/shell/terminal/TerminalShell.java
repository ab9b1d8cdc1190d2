package shippy.shell.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import shippy.console.io.IoStreams;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;
import shippy.problem.ProblemText;
import shippy.shell.Commands;
import shippy.shell.Line;
import shippy.shell.LineRunner;
import shippy.shell.completion.Choices;
import shippy.shell.completion.Completion;

/**
 * Runs the commands that a user types at a terminal, with completion, history and colours. Ctrl-C
 * interrupts the thread of the command that runs, or clears the line; Ctrl-D leaves. One thread.
 */
public final class TerminalShell {
  /** A field, since a logger without a reference loses its level. JLine logs each repair. */
  private static final Logger JLINE = Logger.getLogger("org.jline");

  /** For a terminal that does not tell its size: JLine would show only dots. */
  private static final Size UNKNOWN_SIZE = new Size(80, 24);

  private final Commands commands;
  private final PromptStatus status;
  private final IoStreams io;
  private final Terminal terminal;
  private final Prompt prompt;
  private final LineRunner runner;
  private final Interruption interruption = new Interruption();

  private TerminalShell(
      Commands commands, Choices choices, PromptStatus status, IoStreams io, Terminal terminal) {
    this.commands = commands;
    this.status = status;
    this.io = io;
    this.terminal = terminal;
    var root = commands.tree().getCommandSpec();
    this.runner = new LineRunner(commands, root.name());
    this.prompt = new Prompt(terminal, new Completion(root, choices), status, io.colourOut());
  }

  /** Asks for commands and runs them until the user leaves. */
  public static void run(
      Commands commands,
      Choices choices,
      PromptStatus status,
      Optional<Path> history,
      IoStreams io) {
    requireNonNull(history, "history");
    JLINE.setLevel(Level.WARNING);
    try (Terminal terminal =
        TerminalBuilder.builder().system(true).dumb(true).encoding(UTF_8).build()) {
      if (terminal.getWidth() == 0) {
        terminal.setSize(UNKNOWN_SIZE);
      }
      EndOfFileKey.keep(terminal);
      new TerminalShell(commands, choices, status, io, terminal).loop(history);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void loop(Optional<Path> history) {
    terminal.handle(
        Signal.INT,
        signal -> {
          interruption.fire();
          io.err().println(); // after the ^C that the terminal has echoed
        });
    LineReader reader = prompt.reader();
    prompt.onBegin(interruption::reset);
    say(
        history
            .map(file -> HistoryFile.attach(reader, file))
            .orElse("history is not kept: no home directory"));
    status.onChange(prompt::refresh);
    PrintStream err = System.err;
    System.setErr(new PrintStream(new AbovePromptOutput(reader, io.err()), true, UTF_8));
    try {
      while (!commands.ended()) {
        run(prompt.ask());
      }
    } catch (EndOfFileException e) {
      // Ctrl-D: leave
    } finally {
      System.setErr(err);
    }
  }

  private void run(String text) {
    for (Line line : Line.parse(text)) {
      if (runner.isEmpty(line)) {
        continue;
      }
      ExitCode code = run(line);
      if (code != ExitCode.OK) {
        say("exit " + code.number());
        return;
      }
    }
  }

  private ExitCode run(Line line) {
    ExitCode[] code = {ExitCode.INTERNAL};
    interruption.during(() -> code[0] = runner.run(line, io()));
    io.out().flush();
    return code[0];
  }

  private IoStreams io() {
    CurrentLineOutput err = new CurrentLineOutput(io.err());
    return new IoStreams(
        new TerminalInput(terminal, err::take),
        io.out(),
        new PrintStream(err, true, UTF_8),
        io.env(),
        new TerminalScreen(terminal));
  }

  private void say(String text) {
    if (!text.isEmpty()) {
      String line = ProblemText.clean(text);
      io.err().println(io.colourErr() ? "\u001b[2m" + line + "\u001b[22m" : line);
    }
  }

  private record TerminalScreen(Terminal terminal) implements Screen {
    @Override
    public boolean isTerminal(int descriptor) {
      return true;
    }

    @Override
    public int columns() {
      int width = terminal.getWidth();
      return width > 0 ? width : UNKNOWN_SIZE.getColumns();
    }
  }
}
