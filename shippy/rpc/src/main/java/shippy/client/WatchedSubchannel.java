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
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.client.retry.TriedInstances;

/**
 * A connection of a channel. When it ends, its calls fail at once, but the channel learns of it
 * later, in its synchronization context: in between the connection is in doubt. Safe for any
 * thread, except for the methods that a subchannel reserves for that context.
 */
final class WatchedSubchannel extends ForwardingSubchannel {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedSubchannel.class);

  private final Subchannel subchannel;
  private final Listener listener;
  private volatile boolean doubtful;
  private volatile MethodList methods = MethodList.ANY;
  private volatile @Nullable SocketAddress address;

  /** Receives the events of a connection. */
  interface Listener {
    /** Called before the policy is told; in the channel's context. */
    void changed(WatchedSubchannel connection, ConnectivityState state);

    /** The connection came into doubt; on any thread. */
    void doubted(WatchedSubchannel connection);
  }

  WatchedSubchannel(Subchannel subchannel, Listener listener) {
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
        change -> {
          listener.changed(this, change.getState());
          policy.onSubchannelState(change);
        });
  }

  /**
   * Whether the end of a call showed that the connection may have ended, and the channel may not
   * know it yet.
   */
  boolean isDoubtful() {
    return doubtful;
  }

  /** What its node offers. */
  MethodList methods() {
    return methods;
  }

  void methods(MethodList now) {
    methods = now;
  }

  /** Where it leads, once it is ready. */
  void address(SocketAddress now) {
    address = now;
  }

  /** Whether the call has tried this instance. */
  boolean isIn(@Nullable TriedInstances tried) {
    SocketAddress known = address;
    return tried != null && known != null && tried.contains(known);
  }

  /** The call goes there. */
  void addTo(@Nullable TriedInstances tried) {
    SocketAddress known = address;
    if (tried != null && known != null) {
      tried.add(known);
    }
  }

  /** Ends the doubt: the channel has processed all events by now. */
  void settle() {
    doubtful = false;
  }

  /** The policy's choice of this connection, with the end of the call watched. */
  PickResult watched(PickResult choice) {
    return traced(choice, choice.getStreamTracerFactory(), this::doubt);
  }

  /**
   * The policy's choice, made safe against a tracer that throws at the end of a call. While gRPC's
   * outlier detection takes new addresses it has no counters for a moment, its tracer throws then,
   * and the caller would wait for ever.
   */
  static PickResult unwatched(PickResult choice) {
    ClientStreamTracer.@Nullable Factory chosen = choice.getStreamTracerFactory();
    return chosen == null ? choice : traced(choice, chosen, () -> {});
  }

  private static PickResult traced(
      PickResult choice, ClientStreamTracer.@Nullable Factory chosen, Runnable cutOff) {
    return choice.copyWithStreamTracerFactory(
        new ClientStreamTracer.Factory() {
          @Override
          public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
            return new EndTracer(
                chosen == null
                    ? new ClientStreamTracer() {}
                    : chosen.newClientStreamTracer(info, headers),
                cutOff);
          }
        });
  }

  private void doubt() {
    if (!doubtful) {
      doubtful = true;
      listener.doubted(this);
    }
  }

  private static final class EndTracer extends ForwardingClientStreamTracer {
    private final ClientStreamTracer tracer;
    private final Runnable cutOff;
    private volatile boolean endedByService;

    EndTracer(ClientStreamTracer tracer, Runnable cutOff) {
      this.tracer = tracer;
      this.cutOff = cutOff;
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
        cutOff.run();
      }
      try {
        super.streamClosed(status);
      } catch (RuntimeException e) {
        LOG.debug("a call that outlier detection has not counted", e);
      }
    }
  }
}
