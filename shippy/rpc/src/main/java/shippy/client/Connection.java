package shippy.client;

import io.grpc.ClientStreamTracer;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.ConnectivityState;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.LoadBalancer.SubchannelStateListener;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.util.ForwardingClientStreamTracer;
import io.grpc.util.ForwardingSubchannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a channel. When it ends, its calls hear of it at once, and the channel when its
 * synchronization context gets to it: in between the connection is in doubt. Safe for any thread,
 * but for what a subchannel reserves to that context.
 */
final class Connection extends ForwardingSubchannel {
  private final Subchannel subchannel;
  private final Listener listener;
  private volatile boolean doubtful;

  /** What a balancer learns of a connection. */
  interface Listener {
    /** Called before the policy is told; in the channel's context. */
    void changed(Connection connection, ConnectivityState state);

    /** The connection came into doubt; on any thread. */
    void doubted(Connection connection);
  }

  Connection(Subchannel subchannel, Listener listener) {
    this.subchannel = subchannel;
    this.listener = listener;
  }

  @Override
  protected Subchannel delegate() {
    return subchannel;
  }

  @Override
  public void start(SubchannelStateListener policy) {
    subchannel.start(
        news -> {
          listener.changed(this, news.getState());
          policy.onSubchannelState(news);
        });
  }

  /** Whether a call has ended as if the connection had, and the channel may not know it yet. */
  boolean isDoubtful() {
    return doubtful;
  }

  /** The channel knows all by now. */
  void settle() {
    doubtful = false;
  }

  /** The choice of this connection for a call, whose end is watched. */
  PickResult watched(PickResult choice) {
    ClientStreamTracer.@Nullable Factory chosen = choice.getStreamTracerFactory();
    return choice.copyWithStreamTracerFactory(
        new ClientStreamTracer.Factory() {
          @Override
          public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
            return new Trace(
                chosen == null
                    ? new ClientStreamTracer() {}
                    : chosen.newClientStreamTracer(info, headers));
          }
        });
  }

  private void doubt() {
    if (!doubtful) {
      doubtful = true;
      listener.doubted(this);
    }
  }

  private final class Trace extends ForwardingClientStreamTracer {
    private final ClientStreamTracer tracer;
    private volatile boolean endedByService;

    Trace(ClientStreamTracer tracer) {
      this.tracer = tracer;
    }

    @Override
    protected ClientStreamTracer delegate() {
      return tracer;
    }

    @Override
    public void inboundTrailers(Metadata trailers) {
      endedByService = true;
      super.inboundTrailers(trailers);
    }

    @Override
    public void streamClosed(Status status) {
      Status.Code code = status.getCode();
      if (!endedByService && (code == Status.Code.UNAVAILABLE || code == Status.Code.UNKNOWN)) {
        doubt();
      }
      super.streamClosed(status);
    }
  }
}
