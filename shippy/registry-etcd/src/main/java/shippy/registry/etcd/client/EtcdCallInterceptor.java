package shippy.registry.etcd.client;

import io.etcd.jetcd.api.WatchGrpc;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientStreamTracer;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives every call except a watch a deadline, and its failure the address of the member. Safe for
 * any thread.
 */
final class EtcdCallInterceptor implements ClientInterceptor {
  private final Supplier<Duration> limit;
  private final Runnable requestLeft;

  /** The limit is for a call that begins now; {@code requestLeft} runs when a request was sent. */
  EtcdCallInterceptor(Supplier<Duration> limit, Runnable requestLeft) {
    this.limit = limit;
    this.requestLeft = requestLeft;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    StreamNote note = new StreamNote(requestLeft);
    CallOptions noted = options.withStreamTracerFactory(note);
    CallOptions limited =
        WatchGrpc.SERVICE_NAME.equals(method.getServiceName())
            ? noted
            : noted.withDeadlineAfter(limit.get().toMillis(), TimeUnit.MILLISECONDS);
    return new SimpleForwardingClientCall<>(next.newCall(method, limited)) {
      @Override
      public void start(Listener<R> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                Status told =
                    status.isOk()
                        ? status
                        : status.withCause(new Place(note.member, status.getCause()));
                super.onClose(told, trailers);
              }
            },
            headers);
      }
    };
  }

  /** The member of a call; the attributes of the call would tell it only after an answer. */
  private static final class StreamNote extends ClientStreamTracer.Factory {
    private final Runnable requestLeft;
    private volatile @Nullable SocketAddress member;

    StreamNote(Runnable requestLeft) {
      this.requestLeft = requestLeft;
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(
        ClientStreamTracer.StreamInfo info, Metadata headers) {
      return new ClientStreamTracer() {
        @Override
        public void streamCreated(Attributes transport, Metadata headers) {
          member = transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        }

        @Override
        public void outboundMessageSent(int number, long wireBytes, long uncompressedBytes) {
          requestLeft.run();
        }
      };
    }
  }

  /** The member where a call failed, as one of the causes of its failure. */
  static final class Place extends Exception {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // never serialized
    private final transient @Nullable SocketAddress member;

    Place(@Nullable SocketAddress member, @Nullable Throwable cause) {
      super(member == null ? "before a connection" : "at " + member, cause, false, false);
      this.member = member;
    }

    /** Null if the call failed before a member had spoken HTTP/2. */
    @Nullable SocketAddress member() {
      return member;
    }
  }
}
