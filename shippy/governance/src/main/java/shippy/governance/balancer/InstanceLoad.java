package shippy.governance.balancer;

import io.grpc.ClientStreamTracer;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.util.ForwardingClientStreamTracer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;
import shippy.governance.breaker.CallOutcome;

/** The attempts at one address: those in flight and what those before were like. Thread-safe. */
final class InstanceLoad {
  private final Clock clock;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger expected = new AtomicInteger();
  private final AtomicLong lastPick;
  private volatile int lastCall;
  private volatile AttemptAverage average;

  /**
   * Nothing is in flight.
   *
   * @param average of the attempts so far
   */
  InstanceLoad(Clock clock, AttemptAverage average) {
    this.clock = clock;
    this.average = average;
    this.lastPick = new AtomicLong(clock.nanoTime());
  }

  /** Whether it should get the call rather than the other. */
  boolean isBetter(InstanceLoad other, int call) {
    if (fits(call) != other.fits(call)) {
      return fits(call);
    }
    AttemptAverage mine = average;
    AttemptAverage its = other.average;
    boolean comparable = mine.attempts() > 0 && its.attempts() > 0;
    return waiting() * (comparable ? mine.latencyNanos() : 1)
        <= other.waiting() * (comparable ? its.latencyNanos() : 1);
  }

  /** Whether most attempts succeed, and the call has not just been given it in vain. */
  boolean fits(int call) {
    return lastCall != call && average.isHealthy();
  }

  /** A call is given this instance. */
  void pick(int call, long now) {
    lastCall = call;
    lastPick.set(now);
  }

  /** The same, for at most one of all calls if none was given it for so long. */
  boolean pickIfLeft(long nanos, int call, long now) {
    long last = lastPick.get();
    boolean forced = now - last > nanos && lastPick.compareAndSet(last, now);
    if (forced) {
      pick(call, now);
    }
    return forced;
  }

  /**
   * An attempt may follow: counts it from now to its end, and takes its latency if it is of one.
   */
  ClientStreamTracer.Factory tracers(ClientStreamTracer.@Nullable Factory inner, boolean timed) {
    expected.incrementAndGet();
    return new ClientStreamTracer.Factory() {
      @Override
      public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
        return new Attempt(
            inner == null
                ? new ClientStreamTracer() {}
                : inner.newClientStreamTracer(info, headers),
            timed);
      }
    };
  }

  /** Those in flight end here and do not count there; some never end (see RATIONALE.md). */
  InstanceLoad withoutAttempts() {
    return new InstanceLoad(clock, average);
  }

  /** The attempts in flight and expected, and one more. */
  int waiting() {
    return inFlight.get() + expected.get() + 1;
  }

  private synchronized void end(CallOutcome outcome, long nanos, long now) {
    average =
        switch (outcome) {
          case SUCCESS -> average.answered(nanos, now);
          case FAILURE -> average.failed(nanos, now);
          case NONE -> average.cancelled(nanos, now);
        };
  }

  private final class Attempt extends ForwardingClientStreamTracer {
    private final ClientStreamTracer inner;
    private final boolean timed;
    private final long begin = clock.nanoTime();
    private final AtomicBoolean open = new AtomicBoolean(true);

    Attempt(ClientStreamTracer inner, boolean timed) {
      this.inner = inner;
      this.timed = timed;
      expected.set(0);
      inFlight.incrementAndGet();
    }

    @Override
    protected ClientStreamTracer delegate() {
      return inner;
    }

    /** Outlier detection, around this one, loses a close now and then (see RATIONALE.md). */
    @Override
    public void inboundTrailers(Metadata trailers) {
      leave();
      super.inboundTrailers(trailers);
    }

    @Override
    public void streamClosed(Status status) {
      leave();
      if (timed) {
        long now = clock.nanoTime();
        end(CallOutcome.of(status), now - begin, now);
      }
      super.streamClosed(status);
    }

    private void leave() {
      if (open.compareAndSet(true, false)) {
        inFlight.decrementAndGet();
      }
    }
  }
}
