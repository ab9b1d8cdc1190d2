package shippy.telemetry.export.trace;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.grpc.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import shippy.clock.ManualClock;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.config.Settings;
import shippy.platform.Platform;
import shippy.registry.InMemoryRegistry;
import shippy.telemetry.Span;

/** A program that exports traces, on a clock that stands still, and what it logs of that. */
final class RunningExport implements AutoCloseable {
  final ManualClock clock = new ManualClock(Instant.parse("2026-11-30T00:00:00Z"));
  private final Logger logger = (Logger) LoggerFactory.getLogger(SpanBatches.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private @Nullable Platform platform;
  private String endpoint = "";

  RunningExport() {
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.INFO);
  }

  void start(String to) {
    start(Map.of("trace_endpoint", to));
  }

  void start(Map<String, String> flags) {
    start(LiveConfig.fixed(Config.of(flags, Map.of())));
  }

  void start(LiveConfig live) {
    Platform opened = Platform.on(new InMemoryRegistry(clock), live, clock);
    platform = opened;
    endpoint = live.current().find(Settings.TRACE_ENDPOINT).orElse("");
    opened.export(SpanSamples.WHO);
    live.follow(clock);
  }

  /** Begins and ends so many spans. */
  void record(int spans) {
    for (int i = 0; i < spans; i++) {
      platform()
          .monitor()
          .begin(Span.Kind.INTERNAL, "work", Optional.empty())
          .end(Status.Code.OK, Optional.empty());
    }
  }

  /** What it logged; the thread of an earlier one may log after its end. */
  List<String> lines() {
    return log.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains(endpoint))
        .toList();
  }

  private Platform platform() {
    if (platform == null) {
      throw new IllegalStateException("not started");
    }
    return platform;
  }

  /** Ends the program, which may have ended before. */
  @Override
  public void close() {
    platform().close();
    logger.detachAppender(log);
  }
}
