package shippy.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.TimeUnit;
import shippy.client.retry.CallPolicy;
import shippy.client.retry.Idempotency;
import shippy.clock.TimeOrderedIds;
import shippy.platform.Headers;
import shippy.platform.MicroError;

/**
 * Gives each call what its caller has not: what the settings say now, the timeout, counted from its
 * start, the name of the service that calls, and, if its method is {@code IDEMPOTENT}, a key. Gives
 * the caller the status that a service of go-micro means. Must be outside of all interceptors that
 * repeat calls, since all repeats share deadline and key, and the circuit breaker counts calls, not
 * repeats. One interceptor, because each one costs every call two objects and ten calls through
 * them.
 */
record CallDefaultsInterceptor(String service, CallDefaults defaults, TimeOrderedIds keys)
    implements ClientInterceptor {
  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    CallPolicy policy = defaults.take(service, method.getFullMethodName());
    CallOptions own = options.withOption(CallPolicy.KEY, policy);
    CallOptions timed =
        own.getDeadline() != null
            ? own
            : own.withDeadlineAfter(policy.timeout().toNanos(), TimeUnit.NANOSECONDS);
    ClientCall<Q, A> call =
        policy.breaker()
            ? defaults.breaker().interceptCall(method, timed, next)
            : next.newCall(method, timed);
    return new SimpleForwardingClientCall<>(call) {
      @Override
      public void start(Listener<A> caller, Metadata headers) {
        if (Idempotency.isChange(method) && !headers.containsKey(Headers.IDEMPOTENCY_KEY)) {
          headers.put(Headers.IDEMPOTENCY_KEY, keys.next());
        }
        String from = defaults.caller();
        if (!from.isEmpty() && !headers.containsKey(Headers.FROM_SERVICE)) {
          headers.put(Headers.FROM_SERVICE, from);
        }
        super.start(new Plain<>(caller, method), headers);
      }
    };
  }

  private static final class Plain<A> extends SimpleForwardingClientCallListener<A> {
    private final MethodDescriptor<?, A> method;

    Plain(ClientCall.Listener<A> caller, MethodDescriptor<?, A> method) {
      super(caller);
      this.method = method;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      super.onClose(MicroError.plain(status, String.valueOf(method.getServiceName())), trailers);
    }
  }
}
