package shippy.client;

import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.Status;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import shippy.client.retry.TriedInstances;

/**
 * Passes on the choices of a policy, except connections in doubt: gRPC would try an ended
 * connection again and again, and then fail the call. The call goes to another connection; if the
 * policy has none, it waits for the next picker. Likewise a call passes over nodes that do not
 * offer its method, and, while there are others, those that it has tried or that answer no call.
 * Safe for any thread.
 */
final class WatchedSubchannelPicker extends SubchannelPicker {
  /** For each connection: enough for a round robin that many threads share to come to all. */
  private static final int CHOICES = 32;

  /** Over mDNS the first nodes are used while others may still answer. */
  private static final long FOUND_MILLIS = 1_000;

  private final SubchannelPicker policy;
  private final Map<Object, WatchedSubchannel> connections;
  private final MethodList offered;
  private final Predicate<String> everOffered;
  private final Optional<LongConsumer> patience;
  private volatile boolean keepsCalls;

  /**
   * The keys are internal subchannels, because a policy may wrap the others.
   *
   * @param offered by all nodes together
   * @param everOffered by a node that may be gone; asked on any thread
   * @param patience begins, for so many milliseconds, when a call waits for a node that offers its
   *     method; empty if it is over
   */
  WatchedSubchannelPicker(
      SubchannelPicker policy,
      Map<Object, WatchedSubchannel> connections,
      MethodList offered,
      Predicate<String> everOffered,
      Optional<LongConsumer> patience) {
    this.policy = policy;
    this.connections = connections;
    this.offered = offered;
    this.everOffered = everOffered;
    this.patience = patience;
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
    Optional<String> endpoint = MethodList.endpoint(call.getMethodDescriptor());
    if (!offered.offers(endpoint)) {
      String name = endpoint.orElseThrow();
      // Who offered it may be restarting: that is an outage, and no reason to give up for good.
      return awaited(
          FOUND_MILLIS,
          everOffered.test(name) ? offered.unreachable(name) : offered.unimplemented(name));
    }
    @Nullable TriedInstances tried = call.getCallOptions().getOption(TriedInstances.KEY);
    @Nullable WatchedSubchannel unlikely = null;
    PickResult unlikelyChoice = PickResult.withNoResult();
    boolean passedOver = false;
    for (int i = 0; i <= CHOICES * connections.size(); i++) {
      PickResult choice = policy.pickSubchannel(call);
      @Nullable WatchedSubchannel connection = connection(choice.getSubchannel());
      if (connection == null) {
        return unlikely == null
            ? WatchedSubchannel.unwatched(choice)
            : take(unlikely, unlikelyChoice, tried, endpoint);
      }
      if (!connection.methods().offers(endpoint)) {
        passedOver = true;
      } else if (!isKeptFrom(connection)) {
        int rank = connection.rank(tried);
        if (!isThereOneBelow(rank, tried, endpoint)
            || (unlikely == null && connection.isProbedBy(tried))) {
          return take(connection, choice, tried, endpoint);
        }
        unlikely = connection;
        unlikelyChoice = choice;
      }
    }
    if (unlikely != null) {
      return take(unlikely, unlikelyChoice, tried, endpoint); // the others may be outliers
    }
    return passedOver
        ? awaited(OutageGracePeriod.WAIT_MILLIS, offered.unreachable(endpoint.orElseThrow()))
        : PickResult.withNoResult();
  }

  private PickResult take(
      WatchedSubchannel connection,
      PickResult choice,
      @Nullable TriedInstances tried,
      Optional<String> endpoint) {
    if (tried != null) {
      connection.addTo(tried);
      tried.setOthers(isThereOneBelow(WatchedSubchannel.TRIED, tried, endpoint));
    }
    return connection.watched(choice, tried);
  }

  private boolean isThereOneBelow(
      int rank, @Nullable TriedInstances tried, Optional<String> endpoint) {
    if (rank == 0) {
      return false;
    }
    for (WatchedSubchannel one : connections.values()) {
      if (!one.isDoubtful() && one.methods().offers(endpoint) && one.rank(tried) < rank) {
        return true;
      }
    }
    return false;
  }

  /** The order matters: who settles the connection after the note sees that a call waits. */
  private boolean isKeptFrom(WatchedSubchannel connection) {
    if (!connection.isDoubtful()) {
      return false;
    }
    keepsCalls = true;
    return connection.isDoubtful();
  }

  /** The node that offers it may be about to be found, or to connect. */
  private PickResult awaited(long millis, Status failure) {
    patience.ifPresent(begin -> begin.accept(millis));
    return patience.isPresent() ? PickResult.withNoResult() : PickResult.withError(failure);
  }

  private @Nullable WatchedSubchannel connection(@Nullable Subchannel chosen) {
    return chosen == null ? null : connections.get(chosen.getInternalSubchannel());
  }
}
