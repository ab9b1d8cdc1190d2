package shippy.shell.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * Reads single keys from the terminal of this process, without showing them; Ctrl-C is a signal as
 * ever. Closing it, and the end of the program, leave the terminal as it was. One thread.
 */
public final class TerminalKeys implements AutoCloseable {
  /** A field, since a logger without a reference loses its level. */
  private static final Logger JLINE = Logger.getLogger("org.jline");

  private final Terminal terminal;
  private final Attributes before;

  private TerminalKeys(Terminal terminal) {
    this.terminal = terminal;
    this.before = terminal.enterRawMode();
  }

  public static TerminalKeys open() {
    JLINE.setLevel(Level.WARNING);
    try {
      return new TerminalKeys(
          TerminalBuilder.builder()
              .system(true)
              .dumb(true)
              .encoding(UTF_8)
              .nativeSignals(false) // the program's own stay
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The next key as a code point, if one is typed in time; the beginning of a special key is Esc.
   */
  public OptionalInt next(Duration atMost) throws InterruptedException {
    try {
      int key = terminal.reader().read(Math.max(1, atMost.toMillis()));
      return key >= 0 ? OptionalInt.of(key) : OptionalInt.empty();
    } catch (InterruptedIOException e) {
      throw new InterruptedException(e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    terminal.setAttributes(before);
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
