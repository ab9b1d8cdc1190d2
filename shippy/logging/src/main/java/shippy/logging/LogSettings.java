package shippy.logging;

import ch.qos.logback.classic.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import shippy.config.Settings.LogLevel;

/**
 * The settings of logging: system properties, set before the first logger.
 *
 * @param level {@code shippy.log_level}: trace, debug, info, warn (unless set) or error
 * @param levels {@code shippy.log_levels}: those of single loggers; none unless set
 * @param json {@code shippy.log_format}: text (unless set) or json
 * @param stdout {@code shippy.log_target}: stdout, or stderr (unless set)
 * @param libraries {@code shippy.log_libraries}: off, or on (unless set)
 * @param fluentd {@code shippy.log_fluentd}: {@code host:port} of a receiver; none unless set
 */
record LogSettings(
    Level level,
    Map<String, Level> levels,
    boolean json,
    boolean stdout,
    boolean libraries,
    Optional<String> fluentd) {
  static LogSettings of(Properties properties) {
    return new LogSettings(
        level("shippy.log_level", properties.getProperty("shippy.log_level", "warn")),
        levels(properties.getProperty("shippy.log_levels", "")),
        either(properties, "shippy.log_format", "text", "json", false),
        either(properties, "shippy.log_target", "stderr", "stdout", false),
        either(properties, "shippy.log_libraries", "off", "on", true),
        Optional.ofNullable(properties.getProperty("shippy.log_fluentd")));
  }

  /** Whether to log for fault finding, with stack traces and lines of the libraries. */
  boolean verbose() {
    return !level.isGreaterOrEqual(Level.INFO);
  }

  /** The same with other levels. */
  LogSettings with(LogLevel other, Map<String, LogLevel> loggers) {
    Map<String, Level> named =
        loggers.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, one -> Level.toLevel(one.getValue().name())));
    return new LogSettings(Level.toLevel(other.name()), named, json, stdout, libraries, fluentd);
  }

  private static Map<String, Level> levels(String text) {
    Map<String, Level> levels = new HashMap<>();
    for (String pair : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int end = pair.indexOf('=');
      Level level = level("shippy.log_levels", pair.substring(end + 1));
      levels.put(pair.substring(0, Math.max(0, end)), level);
    }
    return levels;
  }

  private static Level level(String name, String text) {
    return switch (text) {
      case "trace" -> Level.TRACE;
      case "debug" -> Level.DEBUG;
      case "info" -> Level.INFO;
      case "warn" -> Level.WARN;
      case "error" -> Level.ERROR;
      default -> throw invalid(name, text, "trace, debug, info, warn or error");
    };
  }

  private static boolean either(
      Properties all, String name, String no, String yes, boolean fallback) {
    String text = all.getProperty(name, fallback ? yes : no);
    if (!text.equals(yes) && !text.equals(no)) {
      throw invalid(name, text, no + " or " + yes);
    }
    return text.equals(yes);
  }

  private static IllegalArgumentException invalid(String name, String text, String expected) {
    return new IllegalArgumentException(
        "%s: \"%s\" (expected: %s)".formatted(name, text, expected));
  }
}
