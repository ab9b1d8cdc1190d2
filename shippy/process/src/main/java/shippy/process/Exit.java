package shippy.process;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;

/**
 * How a process ended.
 *
 * @param status 0-255, or 128 + n if signal n ended it
 * @param cause what the status does not say, after the name of the program
 */
record Exit(int status, Optional<String> cause) {
  Exit {
    requireNonNull(cause, "cause");
  }

  /** For a message, after the name of the program. */
  String reason() {
    return cause.orElse(
        status > 128 && status < 128 + 65
            ? "was ended by signal %d".formatted(status - 128)
            : String.format(Locale.ROOT, "failed (exit status %d)", status));
  }
}
