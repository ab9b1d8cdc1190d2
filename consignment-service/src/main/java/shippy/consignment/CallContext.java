package shippy.consignment;

import io.grpc.Context;
import java.util.function.Function;

/** Carries the gRPC context of a call over the stages of a future, which lose it. Stateless. */
final class CallContext {
  private CallContext() {}

  /** The function, run in the context. */
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
}
