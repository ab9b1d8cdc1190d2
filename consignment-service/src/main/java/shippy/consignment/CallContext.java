package shippy.consignment;

import io.grpc.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Carries the gRPC context of a call from stage to stage of a future. Stateless. */
final class CallContext {
  private CallContext() {}

  /** The function, run in the context, which stages of a future do not keep by themselves. */
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
   * Nine tenths of the time until the current caller's deadline, so that an answer can still reach
   * it. Empty if it has no deadline.
   */
  static Optional<Duration> timeLeft() {
    return Optional.ofNullable(Context.current().getDeadline())
        .map(deadline -> deadline.timeRemaining(TimeUnit.NANOSECONDS) / 10 * 9)
        .map(Duration::ofNanos);
  }
}
