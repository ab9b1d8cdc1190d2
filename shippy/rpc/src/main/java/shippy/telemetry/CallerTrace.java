package shippy.telemetry;

import io.grpc.Context;
import java.util.random.RandomGenerator;

/**
 * Where the calls of one piece of work stand. A trace that is not recorded is changed for one that
 * is as soon as one of them fails. Safe for any thread.
 */
final class CallerTrace {
  static final Context.Key<CallerTrace> KEY = Context.key("shippy-trace");

  private final boolean isSpan;
  private volatile TraceContext at;

  /**
   * Begins there.
   *
   * @param at the parent of the calls
   * @param isSpan whether the work is itself a span
   */
  CallerTrace(TraceContext at, boolean isSpan) {
    this.at = at;
    this.isSpan = isSpan;
  }

  TraceContext at() {
    return at;
  }

  /** The same once it is recorded: from now on, if it was not. */
  synchronized TraceContext recorded(RandomGenerator random) {
    if (!at.recorded()) {
      TraceContext trace = TraceContext.begin(random);
      at = isSpan ? trace.next(random) : trace;
    }
    return at;
  }
}
