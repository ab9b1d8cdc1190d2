package shippy.config;

import java.util.Optional;

/**
 * The trace that the running code works for, which log lines name; a module on the class path
 * provides it, for {@link java.util.ServiceLoader}. Safe for any thread.
 */
public interface CurrentTrace {
  /**
   * A span and its trace.
   *
   * @param trace 32 hexadecimal digits
   * @param span 16 hexadecimal digits
   */
  record Ids(String trace, String span) {}

  /** The span of the calling thread's work; empty if it has none, or none that is recorded. */
  Optional<Ids> ids();
}
