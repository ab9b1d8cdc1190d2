package shippy.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the JDK lacks for signals. Stateless. */
final class ProcessSignals {
  private ProcessSignals() {}

  /**
   * Words to put before a command. A test run started in the background ({@code make test &}) has
   * SIGINT ignored, programs inherit that, and a JVM then never reacts to it: GNU {@code env}
   * restores the default and then becomes the program. Nothing where {@code env} cannot.
   */
  static List<String> launcher() {
    return Launcher.WORDS;
  }

  static void send(String signal, long pid) {
    run(List.of("kill", "-" + signal, Long.toString(pid)));
  }

  private static int run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("does not end: " + command);
      }
      return process.exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw Concurrently.interrupted(e);
    }
  }

  /** Holder: found out once. */
  private static final class Launcher {
    private static final List<String> ENV = List.of("env", "--default-signal=INT");
    static final List<String> WORDS =
        run(List.of(ENV.get(0), ENV.get(1), "true")) == 0 ? ENV : List.of();
  }
}
