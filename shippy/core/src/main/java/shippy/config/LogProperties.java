package shippy.config;

import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import shippy.config.Settings.LogLevel;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/**
 * Hands the log settings to the logging back end, which reads system properties when the first
 * logger is made. Call it before that.
 */
public final class LogProperties {
  private LogProperties() {}

  /**
   * Sets {@code shippy.log_level}, {@code shippy.log_levels}, {@code shippy.log_format}, {@code
   * shippy.log_target}, {@code shippy.log_libraries} and, if there is one, {@code
   * shippy.log_fluentd}, silences SLF4J's notices about itself, turns off Netty's events for flight
   * recordings unless {@code io.netty.jfr.enabled} says otherwise, and logs the configuration's
   * warnings.
   *
   * @param level the level setting, with the program's own default
   * @param target {@code stdout} for services, {@code stderr} for programs with results
   * @param libraries whether libraries may log; a program with results reports failures in its own
   *     words
   * @throws shippy.problem.ProblemException if a log setting is malformed
   */
  public static void apply(
      Config config, Setting<LogLevel> level, String target, boolean libraries) {
    String before = levels();
    set(config, level, target, libraries);
    if (!before.isEmpty() && !before.equals(levels())) {
      setLevels(config, level); // there may be loggers already
    }
    config.warnings().forEach(text -> LoggerFactory.getLogger(Config.class).warn(text));
  }

  /**
   * Makes the log of a running program follow {@code log_level} and {@code log_levels}.
   *
   * @param level the level setting, with the program's own default
   */
  public static void follow(LiveConfig live, Setting<LogLevel> level) {
    live.onUpdate(() -> setLevels(live.current(), level));
  }

  /** The same without the warnings. */
  public static void set(Config config, Setting<LogLevel> level, String target, boolean libraries) {
    System.setProperty("shippy.log_level", word(config.get(level)));
    System.setProperty("shippy.log_format", word(config.get(Settings.LOG_FORMAT)));
    setOptional(config);
    System.setProperty("shippy.log_target", target);
    System.setProperty("shippy.log_libraries", libraries ? "on" : "off");
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.getProperties().putIfAbsent("io.netty.jfr.enabled", "false"); // 60 ms of a cold start
    System.getProperties()
        .putIfAbsent("java.util.logging.config.class", JulConfiguration.class.getName());
  }

  /**
   * Sets what is known before a config centre is read, whose libraries make the first loggers. What
   * {@link #set} has set before stays where the configuration has no value.
   */
  static void refine(Config config) {
    if (isSet(config, Settings.LOG_LEVEL)) {
      System.setProperty("shippy.log_level", word(config.get(Settings.LOG_LEVEL)));
    }
    if (isSet(config, Settings.LOG_FORMAT)) {
      System.setProperty("shippy.log_format", word(config.get(Settings.LOG_FORMAT)));
    }
    setOptional(config);
  }

  private static void setOptional(Config config) {
    config
        .find(Settings.LOG_LEVELS)
        .ifPresent(levels -> System.setProperty("shippy.log_levels", words(levels)));
    config.find(Settings.LOG_FLUENTD).ifPresent(LogProperties::setFluentd);
  }

  private static boolean isSet(Config config, Setting<?> setting) {
    return config.origin(setting).filter(found -> !found.source().equals("default")).isPresent();
  }

  private static void setLevels(Config config, Setting<LogLevel> level) {
    ServiceLoader.load(LogLevels.class)
        .forEach(
            levels ->
                levels.set(config.get(level), config.find(Settings.LOG_LEVELS).orElse(Map.of())));
  }

  private static String levels() {
    return System.getProperty("shippy.log_level", "") + System.getProperty("shippy.log_levels", "");
  }

  private static void setFluentd(String address) {
    if (ServiceLoader.load(LogForwarderProvider.class).findFirst().isEmpty()) {
      throw Problem.of(
              ExitCode.CONFIG,
              Settings.LOG_FLUENTD.flag() + ": this program cannot forward its log")
          .withLikely("shippy-logging-fluentd is no dependency of it")
          .withFix("shippy:shippy-logging-fluentd", "add it to the pom, in scope runtime")
          .toException();
    }
    System.setProperty("shippy.log_fluentd", address);
  }

  private static String words(Map<String, LogLevel> levels) {
    return levels.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + word(entry.getValue()))
        .collect(Collectors.joining(","));
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
