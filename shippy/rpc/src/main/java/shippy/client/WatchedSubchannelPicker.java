package shippy.client;

import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.LoadBalancer.SubchannelPicker;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Passes on the choices of a policy, except connections in doubt: gRPC would try an ended
 * connection again and again, and then fail the call. The call goes to another connection; if the
 * policy has none, it waits for the next picker. Safe for any thread.
 */
final class WatchedSubchannelPicker extends SubchannelPicker {
  /** Enough for round robin to choose another connection. */
  private static final int CHOICES = 5;

  private final SubchannelPicker policy;
  private final Map<Object, WatchedSubchannel> connections;
  private volatile boolean keepsCalls;

  /** The keys are internal subchannels, because a policy may wrap the others. */
  WatchedSubchannelPicker(SubchannelPicker policy, Map<Object, WatchedSubchannel> connections) {
    this.policy = policy;
    this.connections = connections;
  }

  /** The policy's own picker. */
  SubchannelPicker policy() {
    return policy;
  }

  /** Whether a call may be waiting for the next picker. */
  boolean keepsCalls() {
    return keepsCalls;
  }

  @Override
  public PickResult pickSubchannel(PickSubchannelArgs call) {
    for (int i = 0; i < CHOICES; i++) {
      PickResult choice = policy.pickSubchannel(call);
      @Nullable WatchedSubchannel connection = connection(choice.getSubchannel());
      if (connection == null) {
        return WatchedSubchannel.unwatched(choice);
      }
      if (!connection.isDoubtful()) {
        return connection.watched(choice);
      }
      // The order matters: a thread that settles the connection from now on sees that a call waits.
      keepsCalls = true;
      if (!connection.isDoubtful()) {
        return connection.watched(choice);
      }
    }
    return PickResult.withNoResult();
  }

  private @Nullable WatchedSubchannel connection(@Nullable Subchannel chosen) {
    return chosen == null ? null : connections.get(chosen.getInternalSubchannel());
  }
}
