package shippy.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.time.ZoneId;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.slf4j.bridge.SLF4JBridgeHandler;
import shippy.config.LogForwarderProvider;

/**
 * Configures logback when the first logger is created: no files. Reads the system properties {@code
 * shippy.log_level} (trace to error, default warn), {@code shippy.log_format} (text or json,
 * default text), {@code shippy.log_target} (stdout or stderr, default stderr), {@code
 * shippy.log_libraries} (on or off, default on: whether libraries log at info to error) and {@code
 * shippy.log_fluentd} ({@code host:port} of a receiver besides, by default none).
 */
// Without @ConfiguratorRank: it is the first anyway, and reading an annotation generates proxies.
public final class LogConfigurator extends ContextAwareBase implements Configurator {
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

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    LogSettings settings = LogSettings.of(System.getProperties());
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(settings.level());
    add(new LineAppender(layout(settings), settings.stdout()), context);
    settings.fluentd().ifPresent(receiver -> add(forwarding(settings, receiver), context));
    if (!settings.verbose()) {
      quieten(context, settings);
    }
    bridge(settings.level());
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static void add(Appender<ILoggingEvent> appender, LoggerContext context) {
    appender.setContext(context);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
  }

  private static Appender<ILoggingEvent> forwarding(LogSettings settings, String receiver) {
    LogForwarderProvider provider =
        ServiceLoader.load(LogForwarderProvider.class)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("shippy-logging-fluentd is not there"));
    return new ForwardAppender(fields(settings), provider.start(receiver));
  }

  private static void quieten(LoggerContext context, LogSettings settings) {
    if (!settings.libraries()) {
      LIBRARIES.forEach(name -> context.getLogger(name).setLevel(Level.OFF));
      return;
    }
    if (settings.level() == Level.INFO) {
      QUIET.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
    }
    QUIETER.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
    FALSE_ALARMS.forEach(name -> context.getLogger(name).setLevel(Level.OFF));
  }

  private static Function<ILoggingEvent, String> layout(LogSettings settings) {
    return settings.json()
        ? new JsonLine(fields(settings))
        : new TextLine(ZoneId::systemDefault, settings.verbose(), new ThreadTrace());
  }

  private static EventFields fields(LogSettings settings) {
    return new EventFields(settings.verbose(), new ThreadTrace());
  }

  /** gRPC and JmDNS log by java.util.logging, which filters before it passes events on. */
  private static void bridge(Level level) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    java.util.logging.Logger.getLogger("").setLevel(julLevel(level));
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
