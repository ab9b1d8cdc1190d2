package shippy.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import shippy.console.io.IoStreams;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;

/** Runs the program in process, over the registry of {@link FixedRegistryProvider}. */
public final class Tool {
  private final String home;
  private final Screen screen;
  private final Map<String, String> more = new HashMap<>();
  private InputStream in = InputStream.nullInputStream();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  public Tool(String home, Screen screen) {
    this.home = home;
    this.screen = screen;
  }

  /** The standard input of the runs from now on. */
  void stdin(InputStream bytes) {
    in = bytes;
  }

  /** Sets a variable for the runs from now on. */
  void env(String name, String value) {
    more.put(name, value);
  }

  public ExitCode run(String... args) {
    out.reset();
    err.reset();
    Map<String, String> env = new HashMap<>(more);
    env.putAll(
        Map.of("MICRO_REGISTRY", "fixed", "HOME", home, "XDG_STATE_HOME", "", "NO_COLOR", "1"));
    IoStreams io = new IoStreams(in, stream(out), stream(err), env, screen);
    return ShippyMain.console(io).run(List.of(args));
  }

  /** Of the last run. */
  public String out() {
    return out.toString(UTF_8);
  }

  public String err() {
    return err.toString(UTF_8);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, UTF_8);
  }
}
