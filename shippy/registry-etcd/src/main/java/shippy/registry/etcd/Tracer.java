package shippy.registry.etcd;

import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.MaintenanceGrpc;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What jetcd leaves out: gives every call but a watch a deadline, and its failure the address of
 * the member it was at. Safe for any thread.
 */
final class Tracer implements ClientInterceptor {
  /** jetcd opens a channel for each of their calls, which outlives the client. */
  private static final Set<String> ASIDE =
      Set.of(AuthGrpc.SERVICE_NAME, MaintenanceGrpc.SERVICE_NAME);

  private final Supplier<Duration> limit;
  private final Runnable left;
  private final Set<ClientCall<?, ?>> aside = ConcurrentHashMap.newKeySet();

  /**
   * A tracer to be.
   *
   * @param limit for a call that begins now
   * @param left told of each request that has left
   */
  Tracer(Supplier<Duration> limit, Runnable left) {
    this.limit = limit;
    this.left = left;
  }

  /** Ends the calls that closing the client does not end. */
  void abandon() {
    aside.forEach(call -> call.cancel("given up", null));
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    Place place = new Place(left);
    CallOptions traced = options.withStreamTracerFactory(place);
    CallOptions limited =
        WatchGrpc.SERVICE_NAME.equals(method.getServiceName())
            ? traced
            : traced.withDeadlineAfter(limit.get().toMillis(), TimeUnit.MILLISECONDS);
    boolean own = ASIDE.contains(method.getServiceName());
    return new SimpleForwardingClientCall<>(next.newCall(method, limited)) {
      @Override
      public void start(Listener<R> listener, Metadata headers) {
        if (own) {
          aside.add(this);
        }
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                aside.remove(call());
                super.onClose(status.isOk() ? status : place.note(status), trailers);
              }
            },
            headers);
      }

      private ClientCall<Q, R> call() {
        return this;
      }
    };
  }

  /** Where a call is: its attributes would tell only after an answer. */
  private static final class Place extends ClientStreamTracer.Factory {
    private final Runnable left;
    private volatile @Nullable SocketAddress member;

    Place(Runnable left) {
      this.left = left;
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
          left.run();
        }
      };
    }

    Status note(Status status) {
      return status.withCause(new Trace(member, status.getCause()));
    }
  }

  /** Stands among the causes of a failure. */
  static final class Trace extends Exception {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // never serialized
    private final transient @Nullable SocketAddress member;

    Trace(@Nullable SocketAddress member, @Nullable Throwable cause) {
      super(member == null ? "before a connection" : "at " + member, cause, false, false);
      this.member = member;
    }

    /** Null if the call failed before a member had said a word of HTTP/2. */
    @Nullable SocketAddress member() {
      return member;
    }
  }
}
