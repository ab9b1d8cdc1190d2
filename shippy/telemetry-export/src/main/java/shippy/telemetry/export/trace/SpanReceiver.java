package shippy.telemetry.export.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import shippy.clock.Clock;
import shippy.telemetry.Span;

/** A tracing system. One thread sends. */
interface SpanReceiver extends AutoCloseable {
  /**
   * Sends spans and waits for the answer.
   *
   * @param limit how long that may take
   * @throws io.grpc.StatusRuntimeException if they were not taken; its code says whether they may
   *     be sent again
   */
  Answer send(List<Span> spans, Duration limit);

  /** The time of day, since 1970, when the clock's monotonic reading was 0. */
  static long epochNanos(Clock clock) {
    Instant now = clock.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - clock.nanoTime();
  }

  /** Ends the connections, from any thread. */
  @Override
  default void close() {}

  /**
   * An answer to spans that were taken.
   *
   * @param rejected how many of them were not, for good
   * @param reason why
   */
  record Answer(long rejected, String reason) {
    static final Answer ALL_TAKEN = new Answer(0, "");
  }
}
