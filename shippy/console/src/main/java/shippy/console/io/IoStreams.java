package shippy.console.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import shippy.problem.Problem;

/**
 * Streams, environment and screen of a program, as a value that tests can replace.
 *
 * @param in bytes, so that a reader can refuse what is not UTF-8
 * @param out results
 * @param err messages
 * @param env environment variables
 * @param screen what {@code out} and {@code err} are shown on
 */
public record IoStreams(
    InputStream in, PrintStream out, PrintStream err, Map<String, String> env, Screen screen) {

  public IoStreams {
    requireNonNull(in, "in");
    requireNonNull(out, "out");
    requireNonNull(err, "err");
    env = Map.copyOf(env);
    requireNonNull(screen, "screen");
  }

  /** The process's own streams and environment. Output is UTF-8 whatever the locale. */
  public static IoStreams system() {
    Map<String, String> env = System.getenv();
    return new IoStreams(
        StandardStream.in(),
        new BrokenPipeOutput.Stream(new FileOutputStream(FileDescriptor.out)),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8),
        env,
        Screen.system(env));
  }

  /** The same without a pager for long results. */
  public IoStreams withoutPager() {
    Map<String, String> other = new HashMap<>(env);
    other.put("PAGER", "cat");
    return new IoStreams(in, out, err, other, screen);
  }

  /** The same with another standard input. */
  public IoStreams withIn(InputStream other) {
    return new IoStreams(other, out, err, env, screen);
  }

  /**
   * A text for people with its commands as they are called here: {@code shippy list} may be {@code
   * java -jar shippy.jar list}.
   */
  public String hint(String text) {
    return CommandNames.of(env).in(text);
  }

  /** The same for help, whose examples may take two lines then. */
  public String help(String text) {
    return CommandNames.of(env).inHelp(text);
  }

  /** The same for commands that are typed into a shell of ours. */
  public IoStreams inShell() {
    Map<String, String> more = new HashMap<>(env);
    more.put(CommandNames.IN_SHELL, "1");
    return new IoStreams(in, out, err, more, screen);
  }

  /** Whether the last write found that the reader of the results no longer reads. */
  public boolean outIsLeft() {
    return out instanceof BrokenPipeOutput.Stream stream && stream.isLeft();
  }

  /** Why results are lost, a full disk for example; empty if all of them were written. */
  public Optional<Problem> outFailure() {
    return out.checkError() ? Optional.of(StandardStream.lostOutput()) : Optional.empty();
  }

  /** Whether results may be coloured: on a terminal that can, without {@code NO_COLOR}. */
  public boolean colourOut() {
    return screen.outIsTerminal() && colourAllowed();
  }

  /** The same for messages. */
  public boolean colourErr() {
    return screen.errIsTerminal() && colourAllowed();
  }

  private boolean colourAllowed() {
    return env.getOrDefault("NO_COLOR", "").isEmpty() && !isDumb();
  }

  /** Whether the terminal shows plain text only. */
  public boolean isDumb() {
    return env.getOrDefault("TERM", "").equals("dumb");
  }
}
