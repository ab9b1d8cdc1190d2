package shippy.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jline.builtins.ScreenTerminal;
import shippy.testkit.CommandHarness;

/**
 * A program at a real terminal of 80 columns and 24 rows, driven by keys and read from its screen.
 * The terminal is python's, the screen JLine's. One thread.
 */
final class TerminalSession implements AutoCloseable {
  static final String TAB = "\t";
  static final String CTRL_C = "\u0003";
  static final String CTRL_D = "\u0004";

  private static final int ROWS = 24;
  private static final int COLUMNS = 80;
  private static final Path DRIVER =
      Sandbox.ROOT.resolve("consignment-cli/src/test/resources/e2e/terminal.py");

  /** A busy machine starts a JVM slowly. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Process process;
  private final OutputStream keyboard;
  private final ScreenTerminal screen = new ScreenTerminal(COLUMNS, ROWS);
  private final StringBuilder transcript = new StringBuilder();
  private final Thread looking;

  TerminalSession(Path folder, Map<String, String> env, List<String> command) {
    this(folder, env, List.of(String.valueOf(ROWS), String.valueOf(COLUMNS)), command);
  }

  /** At a terminal that does not tell how large it is. */
  static TerminalSession unsized(Path folder, Map<String, String> env, List<String> command) {
    return new TerminalSession(folder, env, List.of("0", "0"), command);
  }

  private TerminalSession(
      Path folder, Map<String, String> env, List<String> size, List<String> command) {
    List<String> words = new ArrayList<>(List.of("python3", DRIVER.toString()));
    words.addAll(size);
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    CommandHarness.dropInherited(builder.environment());
    builder.environment().put("TERM", "xterm-256color");
    builder.environment().putAll(env);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    keyboard = process.getOutputStream();
    looking = new Thread(this::look, "looking");
    looking.setDaemon(true);
    looking.start();
  }

  TerminalSession type(String keys) {
    try {
      keyboard.write(keys.getBytes(UTF_8));
      keyboard.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Types a line and its end. */
  TerminalSession enter(String line) {
    return type(line + "\r");
  }

  /** Returns as soon as the texts are on the screen. */
  TerminalSession sees(String... texts) {
    eventually(PATIENCE, () -> assertThat(screen()).contains(texts));
    return this;
  }

  /**
   * Presses Tab until the text is on the screen: a slow service may answer too late for the first
   * time. Each press has its time, since a second one would choose.
   */
  TerminalSession completes(String text) {
    type(TAB);
    for (int i = 0; i < 4 && !appears(text); i++) {
      type(TAB);
    }
    return sees(text);
  }

  private boolean appears(String text) {
    try {
      eventually(Duration.ofSeconds(3), () -> assertThat(screen()).contains(text));
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }

  /**
   * Returns as soon as the line has been taken for a command: the terminal is told that no paste is
   * expected any more. Ctrl-C before that would clear the line.
   */
  TerminalSession running(String line) {
    eventually(
        PATIENCE,
        () ->
            assertThat(transcript())
                .matches("(?s).*" + line.replaceAll(".* ", "") + ".*\u001b\\[\\?2004l[^>]*"));
    return this;
  }

  /**
   * Returns as soon as the last line that is not empty begins so and waits for input: pastes are
   * expected again.
   */
  TerminalSession atPrompt(String prompt) {
    eventually(
        PATIENCE,
        () -> {
          String shown = transcript();
          assertThat(shown.lastIndexOf("\u001b[?2004h"))
              .isGreaterThan(shown.lastIndexOf("\u001b[?2004l"));
          List<String> lines = screen().lines().filter(line -> !line.isBlank()).toList();
          assertThat(lines).as(screen()).isNotEmpty();
          assertThat(lines.get(lines.size() - 1)).as(screen()).startsWith(prompt);
          assertThat(lines.get(lines.size() - 1).substring(prompt.length()))
              .as(screen())
              .matches("(  .*)?");
        });
    return this;
  }

  /** What the screen shows, blanks at the end of lines included. */
  String screen() {
    synchronized (screen) {
      return screen.toString();
    }
  }

  /** Every byte that has reached the terminal. */
  String transcript() {
    synchronized (screen) {
      return transcript.toString();
    }
  }

  /** Ends the program as a supervisor does. */
  TerminalSession terminate() {
    process.children().forEach(ProcessHandle::destroy);
    return this;
  }

  /** The exit code, which must come. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(screen()).isTrue();
    looking.join(PATIENCE.toMillis());
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void look() {
    try (Reader in = new InputStreamReader(process.getInputStream(), UTF_8)) {
      char[] part = new char[4096];
      int n = in.read(part);
      while (n >= 0) {
        String shown = new String(part, 0, n);
        synchronized (screen) {
          transcript.append(shown);
          screen.write(shown);
        }
        n = in.read(part);
      }
    } catch (IOException e) {
      synchronized (screen) {
        transcript.append(e); // the program was killed: the test that waits will show it
      }
    }
  }
}
