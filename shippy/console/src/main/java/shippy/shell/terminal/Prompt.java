package shippy.shell.terminal;

import java.util.List;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import shippy.shell.completion.Completion;

/** Asks for one line after the other. One thread asks, any may refresh. */
final class Prompt {
  private static final String REFRESH = "refresh-status";
  private static final List<String> STYLES =
      List.of("STARTING", "DESCRIPTION", "GROUP", "SELECTION", "BACKGROUND");

  private final LineReaderImpl reader;
  private final Terminal terminal;
  private final PromptStatus status;
  private final boolean colours;
  private String shown = ""; // used by widgets only, which JLine runs one at a time

  Prompt(Terminal terminal, Completion completion, PromptStatus status, boolean colours) {
    this.terminal = terminal;
    this.status = status;
    this.colours = colours;
    this.reader = (LineReaderImpl) reader(terminal, completion, colours);
    reader.getWidgets().put(REFRESH, this::redrawIfChanged);
    onBegin(() -> {});
  }

  private static LineReader reader(Terminal terminal, Completion completion, boolean colours) {
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .parser(new LineParser())
            .completer(new LineCompleter(completion))
            .expander(new HistoryExpansion())
            .option(Option.AUTO_FRESH_LINE, true)
            .option(Option.AUTO_GROUP, true)
            .option(Option.HISTORY_IGNORE_SPACE, true)
            .option(Option.HISTORY_REDUCE_BLANKS, false)
            .option(Option.INSERT_TAB, false)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P > ")
            .variable(LineReader.LIST_MAX, 100)
            .variable(LineReader.BELL_STYLE, "none");
    if (colours) {
      builder.highlighter(new LineColours(completion.root()));
    } else {
      STYLES.forEach(style -> builder.variable("COMPLETION_STYLE_" + style, ""));
      builder.variable(LineReader.COMPLETION_STYLE_SELECTION, "inverse");
    }
    return EndOfFileKey.bind(builder.build());
  }

  LineReader reader() {
    return reader;
  }

  /** Sets what to do when a line begins to be read, from when on the reader handles Ctrl-C. */
  void onBegin(Runnable action) {
    reader
        .getWidgets()
        .put(
            LineReader.CALLBACK_INIT,
            () -> {
              action.run();
              showStatus();
              return true;
            });
  }

  /**
   * The next line; empty if Ctrl-C cleared it.
   *
   * @throws EndOfFileException at the end
   */
  String ask() {
    try {
      String left = styled(status.prompt() + "> ", AttributedStyle.BOLD);
      return reader.readLine(left);
    } catch (UserInterruptException e) {
      return "";
    } catch (IllegalStateException e) {
      throw new EndOfFileException(e); // the terminal has been closed: the process is to end
    }
  }

  /** Shows the status if it has changed and a line is being read; the next prompt shows it too. */
  void refresh() {
    try {
      reader.callWidget(REFRESH);
    } catch (IllegalStateException e) {
      // no line is read: the next prompt shows the status
    }
  }

  private boolean redrawIfChanged() {
    if (!right().equals(shown)) {
      showStatus();
      reader.callWidget(LineReader.REDISPLAY);
    }
    return true;
  }

  private void showStatus() {
    shown = right();
    reader.setRightPrompt(shown);
  }

  private String right() {
    return styled(status.status(), AttributedStyle.DEFAULT.faint());
  }

  private String styled(String text, AttributedStyle style) {
    return colours ? new AttributedStringBuilder().styled(style, text).toAnsi(terminal) : text;
  }
}
