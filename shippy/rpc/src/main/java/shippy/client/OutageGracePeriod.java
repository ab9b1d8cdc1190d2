package shippy.client;

import static io.grpc.ConnectivityState.CONNECTING;
import static io.grpc.ConnectivityState.READY;
import static io.grpc.ConnectivityState.TRANSIENT_FAILURE;

import io.grpc.ConnectivityState;
import io.grpc.LoadBalancer.FixedResultPicker;
import io.grpc.LoadBalancer.Helper;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.SynchronizationContext.ScheduledHandle;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls wait for the first two seconds in which no instance can be reached, since a restart
 * takes about that long. After that calls fail at once, with the reason, until an instance can be
 * reached. Not safe for threads: all of it runs in the channel's synchronization context.
 */
final class OutageGracePeriod {
  static final long WAIT_MILLIS = 2_000;
  private static final SubchannelPicker WAITING = new FixedResultPicker(PickResult.withNoResult());

  private final Helper helper;
  private @Nullable SubchannelPicker failing;
  private @Nullable ScheduledHandle end;
  private boolean over;

  OutageGracePeriod(Helper helper) {
    this.helper = helper;
  }

  /** Passes on the state of all instances together. */
  void update(ConnectivityState state, SubchannelPicker picker) {
    if (state == TRANSIENT_FAILURE && !over) {
      failing = picker;
      begin();
      helper.updateBalancingState(CONNECTING, WAITING);
      return;
    }
    failing = null;
    if (state == READY) {
      close();
    }
    helper.updateBalancingState(state, picker);
  }

  /** Ends the period; the next outage begins a new one. */
  void close() {
    over = false;
    if (end != null) {
      end.cancel();
      end = null;
    }
  }

  private void begin() {
    if (end == null) {
      end = schedule(helper, WAIT_MILLIS, this::giveUp);
    }
  }

  /** Runs it when a wait that begins now is over, in the channel's synchronization context. */
  static ScheduledHandle schedule(Helper helper, long millis, Runnable ending) {
    ScheduledExecutorService timer = helper.getScheduledExecutorService();
    return helper
        .getSynchronizationContext()
        .schedule(ending, millis, TimeUnit.MILLISECONDS, timer);
  }

  private void giveUp() {
    over = true;
    if (failing != null) {
      helper.updateBalancingState(TRANSIENT_FAILURE, failing);
    }
  }
}
