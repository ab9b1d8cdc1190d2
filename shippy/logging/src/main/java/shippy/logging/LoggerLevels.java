package shippy.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;
import shippy.config.LogLevels;
import shippy.config.Settings.LogLevel;

/**
 * Sets the levels of all loggers, at the start and again while the program runs: that of the root,
 * then those of noisy libraries, then those that users gave. Safe for any thread.
 */
public final class LoggerLevels implements LogLevels {
  /** Their messages at info help only their authors. */
  private static final List<String> QUIET = List.of("io.grpc", "io.netty", "io.vertx");

  /**
   * Their warnings repeat what the failed call says better (names unresolved, retries exhausted,
   * database gone), or do not matter here (a machine without a network card, malformed packets and
   * messages, which anybody on the network can send).
   */
  private static final List<String> QUIETER =
      List.of(
          "com.google.protobuf",
          "com.zaxxer.hikari",
          "io.grpc.internal.ManagedChannelImpl",
          "io.grpc.netty.NettyServerStream",
          "io.etcd",
          "io.netty.util.internal.MacAddressUtil",
          "javax.jmdns");

  /**
   * They log errors that are none: at each connection to a service without health checks, such as
   * all of go-micro; at each place without SQLite's library, before the next is tried.
   */
  private static final List<String> FALSE_ALARMS =
      List.of(
          "io.grpc.protobuf.services.HealthCheckingLoadBalancerFactory",
          "org.sqlite.SQLiteJDBCLoader");

  /** At debug they log what is sent, bytes of passwords too; only their own names turn that on. */
  private static final List<String> FRAMES =
      List.of("io.grpc.netty.NettyClientHandler", "io.grpc.netty.NettyServerHandler");

  /** All libraries that log in a program of shippy. */
  private static final List<String> LIBRARIES =
      List.of(
          "com.fasterxml",
          "com.google",
          "com.sun",
          "com.zaxxer",
          "dev.failsafe",
          "io.etcd",
          "io.grpc",
          "io.netty",
          "io.perfmark",
          "io.vertx",
          "java",
          "javax",
          "jdk",
          "org.jline",
          "org.postgresql",
          "org.sqlite",
          "picocli",
          "sun");

  /** Those with a level of their own; java.util.logging forgets loggers that nobody holds. */
  private static final Map<String, java.util.logging.Logger> HELD = new ConcurrentHashMap<>();

  @Override
  public void set(LogLevel level, Map<String, LogLevel> loggers) {
    LogSettings settings = LogSettings.of(System.getProperties()).with(level, loggers);
    apply(settings, (LoggerContext) LoggerFactory.getILoggerFactory());
  }

  static synchronized void apply(LogSettings settings, LoggerContext context) {
    Map<String, Level> levels = libraries(settings);
    levels.putAll(settings.levels());
    levels.put(Logger.ROOT_LOGGER_NAME, settings.level());
    for (Logger logger : context.getLoggerList()) {
      if (!levels.containsKey(logger.getName())) {
        logger.setLevel(null);
      }
    }
    levels.forEach((name, level) -> context.getLogger(name).setLevel(level));
    applyToJul(settings);
  }

  private static Map<String, Level> libraries(LogSettings settings) {
    Map<String, Level> levels = new HashMap<>();
    if (!settings.verbose() && !settings.libraries()) {
      put(LIBRARIES, Level.OFF, levels);
      return levels;
    }
    put(FRAMES, Level.INFO, levels);
    if (settings.level() == Level.INFO) {
      put(QUIET, Level.WARN, levels);
    }
    if (!settings.verbose()) {
      put(QUIETER, Level.ERROR, levels);
      put(FALSE_ALARMS, Level.OFF, levels);
    }
    return levels;
  }

  private static void put(List<String> names, Level level, Map<String, Level> levels) {
    for (String name : names) {
      levels.put(name, level);
    }
  }

  /** gRPC and JmDNS log by java.util.logging, which filters before it passes events on. */
  private static void applyToJul(LogSettings settings) {
    java.util.logging.Logger.getLogger("").setLevel(julLevel(settings.level()));
    HELD.values().forEach(logger -> logger.setLevel(null));
    HELD.clear();
    settings
        .levels()
        .forEach(
            (name, level) -> {
              java.util.logging.Logger logger = java.util.logging.Logger.getLogger(name);
              logger.setLevel(julLevel(level));
              HELD.put(name, logger);
            });
  }

  private static java.util.logging.Level julLevel(Level level) {
    return switch (level.toInt()) {
      case Level.TRACE_INT -> java.util.logging.Level.FINEST;
      case Level.DEBUG_INT -> java.util.logging.Level.FINE;
      case Level.INFO_INT -> java.util.logging.Level.INFO;
      case Level.WARN_INT -> java.util.logging.Level.WARNING;
      default -> java.util.logging.Level.SEVERE;
    };
  }
}
