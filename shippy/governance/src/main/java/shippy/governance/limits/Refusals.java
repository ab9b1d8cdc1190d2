package shippy.governance.limits;

import static java.util.Objects.requireNonNull;

import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.platform.Governance;
import shippy.telemetry.Instrument;
import shippy.telemetry.Monitor;

/**
 * Refuses calls: counts them by method and reason, and logs when they begin and when they end. Safe
 * for any thread.
 */
final class Refusals {
  /** After so long without a refusal, or at most twice as long, they have ended. */
  static final Duration QUIET = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final Monitor monitor;
  private final Clock clock;
  private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> recent = new ConcurrentHashMap<>();

  private record Key(String method, Refusal.Reason reason) {}

  Refusals(Monitor monitor, Clock clock) {
    this.monitor = requireNonNull(monitor, "monitor");
    this.clock = requireNonNull(clock, "clock");
  }

  /** Closes the call. */
  void refuse(ServerCall<?, ?> call, Refusal refusal) {
    Key key = new Key(call.getMethodDescriptor().getFullMethodName(), refusal.reason());
    counts.computeIfAbsent(key, this::counter).increment();
    recent.computeIfAbsent(refusal.subject(), subject -> begin(refusal)).increment();
    Status status = refusal.status();
    call.close(status, refusal.trailers(status));
  }

  private LongAdder counter(Key key) {
    LongAdder count = new LongAdder();
    monitor.add(
        Instrument.counter(
            Governance.CALLS_REFUSED,
            "Calls refused by a rate or by load.",
            Map.of("method", key.method(), "reason", key.reason().text()),
            count::sum));
    return count;
  }

  private LongAdder begin(Refusal refusal) {
    LOG.warn("Server refuses {}: {}", refusal.subject(), refusal.status().getDescription());
    LongAdder refused = new LongAdder();
    clock.schedule(QUIET, () -> look(refusal.subject(), refused, 0));
    return refused;
  }

  private void look(String subject, LongAdder refused, long before) {
    long now = refused.sum();
    if (now != before) {
      clock.schedule(QUIET, () -> look(subject, refused, now));
      return;
    }
    recent.remove(subject);
    LOG.info("Server has refused no {} for {} s, after {}", subject, QUIET.toSeconds(), now);
  }
}
