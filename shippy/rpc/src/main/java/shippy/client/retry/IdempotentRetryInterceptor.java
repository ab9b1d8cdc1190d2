package shippy.client.retry;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.util.function.Supplier;

/**
 * Sends a call once more if its instance is killed or cut off in the middle of it, where gRPC never
 * tries again: it reports {@code UNKNOWN} or {@code CANCELLED}, or an answer had begun. Only calls
 * of one request that have retries, of methods whose {@code idempotency_level} says that a repeat
 * does no harm.
 */
public final class IdempotentRetryInterceptor implements ClientInterceptor {
  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    if (options.getOption(CallPolicy.KEY).retries() == 0
        || !Idempotency.isRepeatable(method)
        || !method.getType().clientSendsOneMessage()) {
      return next.newCall(method, options);
    }
    TrailersTracer end = new TrailersTracer();
    CallOptions watched = options.withStreamTracerFactory(end);
    boolean oneAnswer = method.getType() == MethodType.UNARY;
    return new RepeatedCall<>(new Calls<>(next, method, watched), end, oneAnswer);
  }

  private record Calls<Q, A>(Channel next, MethodDescriptor<Q, A> method, CallOptions options)
      implements Supplier<ClientCall<Q, A>> {
    @Override
    public ClientCall<Q, A> get() {
      return next.newCall(method, options);
    }
  }
}
