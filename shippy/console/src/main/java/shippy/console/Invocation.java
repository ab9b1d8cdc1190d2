package shippy.console;

import static java.util.Objects.requireNonNull;

import shippy.config.Config;
import shippy.console.io.IoStreams;
import shippy.console.output.Output;

/**
 * What a command is run with. Immutable.
 *
 * @param io the outside world; results belong to {@code output}
 * @param config flags, environment, files and defaults, every value is well-formed
 * @param output where results go, in the format the user asked for
 */
public record Invocation(IoStreams io, Config config, Output output) {
  public Invocation {
    requireNonNull(io, "io");
    requireNonNull(config, "config");
    requireNonNull(output, "output");
  }
}
