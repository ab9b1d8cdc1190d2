package shippy.telemetry;

import io.grpc.Context;
import java.util.random.RandomGenerator;

/**
 * The trace context for the calls of one span. As soon as one of the calls fails, a trace that was
 * not recorded is replaced by a recorded one. Safe for any thread.
 */
final class CallerTrace {
  static final Context.Key<CallerTrace> KEY = Context.key("shippy-trace");

  private final boolean isSpan;
  private volatile TraceContext at;

  /**
   * Begins there.
   *
   * @param at the parent of the calls
   * @param isSpan whether {@code at} is itself a span of this process
   */
  CallerTrace(TraceContext at, boolean isSpan) {
    this.at = at;
    this.isSpan = isSpan;
  }

  TraceContext at() {
    return at;
  }

  /** The trace context, recorded from now on. */
  synchronized TraceContext recorded(RandomGenerator random) {
    if (!at.recorded()) {
      TraceContext trace = TraceContext.begin(random);
      at = isSpan ? trace.next(random) : trace;
    }
    return at;
  }
}
