package shippy.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import shippy.clock.TimeOrderedIds;
import shippy.platform.Headers;

/**
 * Gives each call of an {@code IDEMPOTENT} method a key, unless the caller has given one. Must be
 * outside of all interceptors that repeat calls, since all repeats share the key.
 */
record IdempotencyKeyInterceptor(TimeOrderedIds keys) implements ClientInterceptor {
  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    ClientCall<Q, A> call = next.newCall(method, options);
    if (!Idempotency.isChange(method)) {
      return call;
    }
    return new SimpleForwardingClientCall<>(call) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        if (!headers.containsKey(Headers.IDEMPOTENCY_KEY)) {
          headers.put(Headers.IDEMPOTENCY_KEY, keys.next());
        }
        super.start(listener, headers);
      }
    };
  }
}
