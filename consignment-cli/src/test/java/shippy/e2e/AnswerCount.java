package shippy.e2e;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Notes which instance answered each call with more than a refusal. Safe for any thread. */
final class AnswerCount implements ClientInterceptor {
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();

  /** Answers by the address of the instance. */
  Map<String, Integer> byAddress() {
    return answers;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onHeaders(Metadata received) {
                SocketAddress from = getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
                answers.merge(String.valueOf(from), 1, Integer::sum);
                super.onHeaders(received);
              }
            },
            headers);
      }
    };
  }
}
