package shippy.consignment;

import io.grpc.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What of the gRPC context of a call must be carried or known over its stages. Stateless. */
final class CallContext {
  private CallContext() {}

  /** The function, run in the context, which the stages of a future lose. */
  static <T, R> Function<T, R> within(Context context, Function<T, R> next) {
    return value -> {
      Context previous = context.attach();
      try {
        return next.apply(value);
      } finally {
        context.detach(previous);
      }
    };
  }

  /**
   * Nine tenths of what the current caller has left: it is to hear of a timeout, not to time out
   * itself. Empty if it waits for ever.
   */
  static Optional<Duration> patience() {
    return Optional.ofNullable(Context.current().getDeadline())
        .map(deadline -> deadline.timeRemaining(TimeUnit.NANOSECONDS) / 10 * 9)
        .map(Duration::ofNanos);
  }
}
