package shippy.config;

import org.slf4j.LoggerFactory;
import shippy.config.Settings.LogLevel;

/**
 * Hands the log settings to the logging back end, which reads system properties when the first
 * logger is made. Call it before that.
 */
public final class LogProperties {
  private LogProperties() {}

  /**
   * Sets {@code shippy.log_level}, {@code shippy.log_format} and {@code shippy.log_target}, and
   * logs what the configuration warns of.
   *
   * @param level the level setting, with the program's own default
   * @param target {@code stdout} for services, {@code stderr} for programs with results
   * @throws shippy.problem.ProblemException if a log setting is malformed
   */
  public static void apply(Config config, Setting<LogLevel> level, String target) {
    System.setProperty("shippy.log_level", config.get(level).toString());
    System.setProperty("shippy.log_format", config.get(Settings.LOG_FORMAT).toString());
    System.setProperty("shippy.log_target", target);
    config.warnings().forEach(text -> LoggerFactory.getLogger(Config.class).warn(text));
  }
}
