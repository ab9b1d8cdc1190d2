package shippy.config;

import java.util.Map;
import shippy.config.Settings.LogLevel;

/**
 * Changes which events a running program logs; a module on the class path provides it, for {@link
 * java.util.ServiceLoader}. Safe for any thread.
 */
public interface LogLevels {
  /**
   * Sets the level of all loggers, and that of some by name, which those below them inherit.
   * Loggers that were named before and are not now get their level of the start again.
   */
  void set(LogLevel level, Map<String, LogLevel> loggers);
}
