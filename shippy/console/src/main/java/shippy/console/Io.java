package shippy.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * The outside world of a program as a value: tests pass their own.
 *
 * @param in bytes, so that a reader can refuse what is not UTF-8
 * @param out results
 * @param err messages
 * @param env environment variables
 * @param screen what {@code out} and {@code err} are shown on
 */
public record Io(
    InputStream in, PrintStream out, PrintStream err, Map<String, String> env, Screen screen) {

  public Io {
    requireNonNull(in, "in");
    requireNonNull(out, "out");
    requireNonNull(err, "err");
    env = Map.copyOf(env);
    requireNonNull(screen, "screen");
  }

  /** The process's own streams and environment. Output is UTF-8 whatever the locale. */
  public static Io system() {
    Map<String, String> env = System.getenv();
    return new Io(
        StandardStream.in(),
        new LeavableOutput.Stream(new FileOutputStream(FileDescriptor.out)),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8),
        env,
        Screen.system(env));
  }

  /** Whether the reader of the results has left, as far as the last write could tell. */
  public boolean outIsLeft() {
    return out instanceof LeavableOutput.Stream stream && stream.isLeft();
  }

  /** Whether results may be coloured: on a terminal, without {@code NO_COLOR} or a dumb one. */
  public boolean colourOut() {
    return screen.outIsTerminal() && colourAllowed();
  }

  /** The same for messages. */
  public boolean colourErr() {
    return screen.errIsTerminal() && colourAllowed();
  }

  private boolean colourAllowed() {
    return env.getOrDefault("NO_COLOR", "").isEmpty()
        && !env.getOrDefault("TERM", "").equals("dumb");
  }
}
