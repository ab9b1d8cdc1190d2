package shippy.console;

import static java.util.Objects.requireNonNull;

import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.console.io.IoStreams;
import shippy.console.output.Output;

/**
 * What a command is run with. Immutable.
 *
 * @param io the outside world; results belong to {@code output}
 * @param live flags, environment, files and defaults; a program that serves may follow them
 * @param output where results go, in the format the user asked for
 */
public record Invocation(IoStreams io, LiveConfig live, Output output) {
  public Invocation {
    requireNonNull(io, "io");
    requireNonNull(live, "live");
    requireNonNull(output, "output");
  }

  /** The configuration now; every value is well-formed. */
  public Config config() {
    return live.current();
  }
}
