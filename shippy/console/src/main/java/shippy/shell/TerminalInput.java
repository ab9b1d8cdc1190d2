package shippy.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

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
 * What is typed while one command runs, line by line: Ctrl-D ends it, Ctrl-C fails the reading. One
 * thread.
 */
final class TerminalInput extends InputStream {
  private final LineReader reader;
  private final Supplier<String> question;
  private byte[] line = {};
  private int at;
  private boolean ended;

  /**
   * @param question what stands in the line of the cursor already: it becomes the prompt
   */
  TerminalInput(Terminal terminal, Supplier<String> question) {
    this.question = question;
    this.reader =
        EndOfFile.bind(
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
    if (at == line.length) {
      line = nextLine();
      at = 0;
    }
    return at < line.length ? line[at++] & 0xff : -1;
  }

  /** No more than there is: waiting for further lines is left to the next call. */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int c = length == 0 ? 0 : read();
    if (length == 0 || c < 0) {
      return c;
    }
    int copied = Math.min(length - 1, line.length - at);
    bytes[offset] = (byte) c;
    System.arraycopy(line, at, bytes, offset + 1, copied);
    at += copied;
    return copied + 1;
  }

  private byte[] nextLine() throws InterruptedIOException {
    if (ended) {
      return new byte[0];
    }
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
