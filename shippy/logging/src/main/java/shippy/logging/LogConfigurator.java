package shippy.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.time.ZoneId;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.slf4j.bridge.SLF4JBridgeHandler;
import shippy.config.LogForwarderProvider;

/**
 * Configures logback when the first logger is created: no files. Reads the system properties {@code
 * shippy.log_level} (trace to error, default warn), {@code shippy.log_levels} ({@code
 * io.grpc=debug,shippy.client=trace}, default none), {@code shippy.log_format} (text or json,
 * default text), {@code shippy.log_target} (stdout or stderr, default stderr), {@code
 * shippy.log_libraries} (on or off, default on: whether libraries log at info to error) and {@code
 * shippy.log_fluentd} ({@code host:port} of a receiver besides, by default none).
 */
// Without @ConfiguratorRank: it is the first anyway, and reading an annotation generates proxies.
public final class LogConfigurator extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    LogSettings settings = LogSettings.of(System.getProperties());
    add(new LineAppender(layout(settings), settings.stdout()), context);
    settings.fluentd().ifPresent(receiver -> add(forwarding(settings, receiver), context));
    LoggerLevels.apply(settings, context);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
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

  private static Function<ILoggingEvent, String> layout(LogSettings settings) {
    return settings.json()
        ? new JsonLine(fields(settings))
        : new TextLine(ZoneId::systemDefault, settings.verbose(), new ThreadTrace());
  }

  private static EventFields fields(LogSettings settings) {
    return new EventFields(settings.verbose(), new ThreadTrace());
  }
}
