package shippy.shell.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.function.Supplier;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/**
 * Standard input of one command at a terminal, line by line. Ctrl-D ends it; Ctrl-C makes reading
 * fail. One thread.
 */
final class TerminalInput extends InputStream {
  private final LineReader reader;
  private final Supplier<String> question;
  private ByteArrayInputStream line = new ByteArrayInputStream(new byte[0]);
  private boolean ended;

  /**
   * @param question the text that is already in the line of the cursor: it becomes the prompt
   */
  TerminalInput(Terminal terminal, Supplier<String> question) {
    this.question = question;
    this.reader =
        EndOfFileKey.bind(
            LineReaderBuilder.builder()
                .terminal(terminal)
                .parser((text, cursor, context) -> LineParser.asIs(text, cursor))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .variable(LineReader.DISABLE_HISTORY, true)
                .variable(LineReader.DISABLE_COMPLETION, true)
                .build());
  }

  @Override
  public int read() throws IOException {
    return line().read();
  }

  /** Returns what is there: only the next call waits for another line. */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return line().read(bytes, offset, length);
  }

  /** The rest of the current line, or the next one; empty at the end. */
  private InputStream line() throws InterruptedIOException {
    if (line.available() == 0 && !ended) {
      line = new ByteArrayInputStream(nextLine());
    }
    return line;
  }

  private byte[] nextLine() throws InterruptedIOException {
    try {
      String prompt = question.get();
      reader.getTerminal().writer().print('\r');
      return (reader.readLine(prompt) + "\n").getBytes(UTF_8);
    } catch (EndOfFileException e) {
      ended = true;
      return new byte[0];
    } catch (UserInterruptException e) {
      throw new InterruptedIOException("interrupted");
    }
  }
}
