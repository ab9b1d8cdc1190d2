package shippy.client.retry;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does for a call what gRPC does not do. If its instance is killed or cut off in the middle of it,
 * the call is made once more: gRPC reports {@code UNKNOWN} or {@code CANCELLED}, or an answer had
 * begun. If its instance is silent for long, the call goes to another as well, and the first answer
 * counts; only if there can be one answer. Only calls of one request that have retries, of methods
 * whose {@code idempotency_level} says that a repeat does no harm. All such calls, also of several
 * requests, note the instances that they have tried.
 *
 * @param hedging null if there is one instance only
 */
public record IdempotentRetryInterceptor(@Nullable Hedging hedging) implements ClientInterceptor {
  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    if (options.getOption(CallPolicy.KEY).retries() == 0 || !Idempotency.isRepeatable(method)) {
      return next.newCall(method, options);
    }
    CallOptions own =
        hedging == null ? options : options.withOption(TriedInstances.KEY, new TriedInstances());
    if (!method.getType().clientSendsOneMessage()) {
      return next.newCall(method, own);
    }
    boolean oneAnswer = method.getType() == MethodType.UNARY;
    Hedging.@Nullable Plan plan =
        oneAnswer && hedging != null ? hedging.plan(method.getFullMethodName(), own) : null;
    return new RepeatedCall<>(new Calls<>(next, method, own), oneAnswer, plan);
  }

  private record Calls<Q, A>(Channel next, MethodDescriptor<Q, A> method, CallOptions options)
      implements Function<TrailersTracer, ClientCall<Q, A>> {
    @Override
    public ClientCall<Q, A> apply(TrailersTracer end) {
      return next.newCall(method, options.withStreamTracerFactory(end));
    }
  }
}
