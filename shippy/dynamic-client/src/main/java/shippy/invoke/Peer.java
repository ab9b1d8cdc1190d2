package shippy.invoke;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Records which instance answered one call, its headers and its trailers. */
final class Peer implements ClientInterceptor {
  private volatile @Nullable SocketAddress address;
  private volatile Metadata headers = new Metadata();
  private volatile Metadata trailers = new Metadata();

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        super.start(noting(listener, this), headers);
      }
    };
  }

  private <A> ClientCall.Listener<A> noting(
      ClientCall.Listener<A> listener, ClientCall<?, A> call) {
    return new SimpleForwardingClientCallListener<>(listener) {
      @Override
      public void onHeaders(Metadata first) {
        headers = first;
        super.onHeaders(first);
      }

      @Override
      public void onClose(Status status, Metadata last) {
        address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        trailers = last;
        super.onClose(status, last);
      }
    };
  }

  /** Empty before the end of the call, and if no instance was reached. */
  Optional<SocketAddress> address() {
    return Optional.ofNullable(address);
  }

  /** The headers that are text. */
  Map<String, String> headers() {
    return text(headers);
  }

  /** The trailers that are text. */
  Map<String, String> trailers() {
    return text(trailers);
  }

  static Map<String, String> text(Metadata metadata) {
    Map<String, String> pairs = new TreeMap<>();
    for (String name : metadata.keys()) {
      if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        String value = metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        pairs.put(name, value == null ? "" : value);
      }
    }
    return pairs;
  }
}
