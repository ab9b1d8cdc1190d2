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
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.client.retry.TriedInstances;
import shippy.clock.Clock;

/**
 * A connection of a channel. When it ends, its calls fail at once, but the channel learns of it
 * later, in its synchronization context: in between the connection is in doubt. Safe for any
 * thread, except for the methods that a subchannel reserves for that context.
 */
final class WatchedSubchannel extends ForwardingSubchannel {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedSubchannel.class);

  /** So often a call that can be hedged finds out whether a silent instance answers again, */
  private static final long PROBE_NANOS = Duration.ofSeconds(1).toNanos();

  /** or else any other call. */
  private static final long LATE_PROBE_NANOS = 5 * PROBE_NANOS;

  /** The {@link #rank} of an instance that the call has tried. */
  static final int TRIED = 2;

  private final Subchannel subchannel;
  private final Listener listener;
  private final Clock clock;
  private volatile boolean doubtful;
  private volatile MethodList methods = MethodList.ANY;
  private volatile @Nullable SocketAddress address;
  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicLong lastProbe = new AtomicLong();
  private volatile boolean silent;

  /** Receives the events of a connection. */
  interface Listener {
    /** Called before the policy is told; in the channel's context. */
    void changed(WatchedSubchannel connection, ConnectivityState state);

    /** The connection came into doubt; on any thread. */
    void doubted(WatchedSubchannel connection);
  }

  WatchedSubchannel(Subchannel subchannel, Listener listener, Clock clock) {
    this.subchannel = subchannel;
    this.listener = listener;
    this.clock = clock;
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

  /** Where it leads, when it becomes ready. */
  void address(SocketAddress now) {
    address = now;
    silent = false;
  }

  /** A call takes the least it can have: 0, 1 where no call is answered, 2 where it was before. */
  int rank(@Nullable TriedInstances tried) {
    return isIn(tried) ? TRIED : silent ? 1 : 0;
  }

  private boolean isIn(@Nullable TriedInstances tried) {
    SocketAddress known = address;
    return tried != null && known != null && tried.contains(known);
  }

  /** Whether the call is to find out if a silent instance answers again. */
  boolean isProbedBy(@Nullable TriedInstances tried) {
    if (!silent || isIn(tried)) {
      return false;
    }
    long now = clock.nanoTime();
    long last = lastProbe.get();
    return now - last >= (tried == null ? LATE_PROBE_NANOS : PROBE_NANOS)
        && lastProbe.compareAndSet(last, now);
  }

  /** The call goes there. */
  void addTo(TriedInstances tried) {
    SocketAddress known = address;
    if (known != null) {
      tried.add(known);
    }
  }

  /** Ends the doubt: the channel has processed all events by now. */
  void settle() {
    doubtful = false;
  }

  /** The policy's choice of this connection, with the end of the call watched. */
  PickResult watched(PickResult choice, @Nullable TriedInstances tried) {
    ClientStreamTracer.@Nullable Factory chosen = choice.getStreamTracerFactory();
    return choice.copyWithStreamTracerFactory(
        new ClientStreamTracer.Factory() {
          @Override
          public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
            return new AnswerTracer(tracer(chosen, info, headers), tried);
          }
        });
  }

  /**
   * The policy's choice, made safe against a tracer that throws at the end of a call. While gRPC's
   * outlier detection takes new addresses it has no counters for a moment, its tracer throws then,
   * and the caller would wait for ever.
   */
  static PickResult unwatched(PickResult choice) {
    ClientStreamTracer.@Nullable Factory chosen = choice.getStreamTracerFactory();
    return chosen == null
        ? choice
        : choice.copyWithStreamTracerFactory(
            new ClientStreamTracer.Factory() {
              @Override
              public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
                return new SafeTracer(tracer(chosen, info, headers));
              }
            });
  }

  private static ClientStreamTracer tracer(
      ClientStreamTracer.@Nullable Factory chosen, StreamInfo info, Metadata headers) {
    return chosen == null
        ? new ClientStreamTracer() {}
        : chosen.newClientStreamTracer(info, headers);
  }

  private void doubt() {
    if (!doubtful) {
      doubtful = true;
      listener.doubted(this);
    }
  }

  private static class SafeTracer extends ForwardingClientStreamTracer {
    private final ClientStreamTracer tracer;

    SafeTracer(ClientStreamTracer tracer) {
      this.tracer = tracer;
    }

    @Override
    protected ClientStreamTracer delegate() {
      return tracer;
    }

    @Override
    public void streamClosed(Status status) {
      try {
        super.streamClosed(status);
      } catch (RuntimeException e) {
        LOG.debug("a call that outlier detection has not counted", e);
      }
    }
  }

  /** Watches whether the instance answers a call, and who ends it. */
  private final class AnswerTracer extends SafeTracer {
    private final @Nullable TriedInstances tried;
    private final int before = answers.get();
    private final long created;
    private volatile boolean endedByService;

    AnswerTracer(ClientStreamTracer tracer, @Nullable TriedInstances tried) {
      super(tracer);
      this.tried = tried;
      this.created = tried == null ? 0 : clock.nanoTime();
    }

    @Override
    public void inboundHeaders(Metadata headers) {
      answered();
      super.inboundHeaders(headers);
    }

    @Override
    public void inboundTrailers(Metadata trailers) {
      endedByService = true;
      answered();
      super.inboundTrailers(trailers);
    }

    /** A count that another thread overwrites does no harm: it counts too. */
    private void answered() {
      answers.lazySet(answers.get() + 1);
      if (silent) {
        silent = false;
      }
    }

    @Override
    public void streamClosed(Status status) {
      Status.Code code = status.getCode();
      if (!endedByService && (code == Status.Code.UNAVAILABLE || code == Status.Code.UNKNOWN)) {
        doubt();
      }
      if (code == Status.Code.CANCELLED && tried != null && answers.get() == before && !silent) {
        long now = clock.nanoTime();
        if (tried.isOvertaken(now - created)) {
          lastProbe.set(now);
          silent = true;
        }
      }
      super.streamClosed(status);
    }
  }
}
