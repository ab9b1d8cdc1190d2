package shippy.logging;

import ch.qos.logback.classic.Level;
import java.util.Optional;
import java.util.Properties;

/**
 * The settings of logging: system properties, set before the first logger.
 *
 * @param level {@code shippy.log_level}: trace, debug, info, warn (unless set) or error
 * @param json {@code shippy.log_format}: text (unless set) or json
 * @param stdout {@code shippy.log_target}: stdout, or stderr (unless set)
 * @param libraries {@code shippy.log_libraries}: off, or on (unless set)
 * @param fluentd {@code shippy.log_fluentd}: {@code host:port} of a receiver; none unless set
 */
record LogSettings(
    Level level, boolean json, boolean stdout, boolean libraries, Optional<String> fluentd) {
  static LogSettings of(Properties properties) {
    return new LogSettings(
        level(properties.getProperty("shippy.log_level", "warn")),
        either(properties, "shippy.log_format", "text", "json", false),
        either(properties, "shippy.log_target", "stderr", "stdout", false),
        either(properties, "shippy.log_libraries", "off", "on", true),
        Optional.ofNullable(properties.getProperty("shippy.log_fluentd")));
  }

  /** Whether to log for fault finding, with stack traces and lines of the libraries. */
  boolean verbose() {
    return !level.isGreaterOrEqual(Level.INFO);
  }

  private static Level level(String text) {
    return switch (text) {
      case "trace" -> Level.TRACE;
      case "debug" -> Level.DEBUG;
      case "info" -> Level.INFO;
      case "warn" -> Level.WARN;
      case "error" -> Level.ERROR;
      default -> throw invalid("shippy.log_level", text, "trace, debug, info, warn or error");
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
