package shippy.client;

import static io.grpc.ConnectivityState.CONNECTING;
import static io.grpc.ConnectivityState.READY;
import static io.grpc.ConnectivityState.TRANSIENT_FAILURE;

import io.grpc.ConnectivityState;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.Status;
import io.grpc.SynchronizationContext.ScheduledHandle;
import io.grpc.util.ForwardingLoadBalancerHelper;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;

/**
 * Adds to gRPC's own policies what they lack when the registry is wrong or away for a while:
 * instances that have vanished from it are used while their connections hold ({@link Candidates}),
 * and calls wait out a short time without any instance ({@link OutageGracePeriod}), or without one
 * that offers their method ({@link MethodList}). The choice among the candidates is left to the
 * policy.
 */
final class ServiceBalancer extends LoadBalancer {
  private final Helper helper;
  private final Factory policy;
  private final Candidates candidates = new Candidates();
  private final OutageGracePeriod gracePeriod;
  private Connections connections = new Connections();
  private LoadBalancer chosen;
  private @Nullable ResolvedAddresses resolved;
  private Status unavailability = Status.UNAVAILABLE;

  ServiceBalancer(Helper helper, Factory policy) {
    this.helper = helper;
    this.policy = policy;
    gracePeriod = new OutageGracePeriod(helper);
    chosen = policy.newLoadBalancer(connections);
  }

  @Override
  public Status acceptResolvedAddresses(ResolvedAddresses addresses) {
    resolved = addresses;
    candidates.registered(addresses.getAddresses());
    connections.list();
    return route();
  }

  /** Called when no instance is registered, or the registry has not answered so far. */
  @Override
  public void handleNameResolutionError(Status error) {
    unavailability = error;
    candidates.registered(List.of());
    route();
  }

  @Override
  public void shutdown() {
    connections.end();
    gracePeriod.close();
    chosen.shutdown();
  }

  private Status route() {
    List<EquivalentAddressGroup> all =
        candidates.all().stream().map(EquivalentAddressGroup::new).toList();
    if (resolved != null && !all.isEmpty()) {
      return chosen.acceptResolvedAddresses(resolved.toBuilder().setAddresses(all).build());
    }
    // a policy keeps its instances after an error; this one must not
    shutdown();
    connections = new Connections();
    chosen = policy.newLoadBalancer(connections);
    helper.updateBalancingState(
        TRANSIENT_FAILURE, new FixedResultPicker(PickResult.withError(unavailability)));
    return unavailability;
  }

  /**
   * Watches the connections that one policy makes. After the end of the policy its updates are
   * ignored: its connections end one by one, and routing to the others would open new ones.
   */
  private final class Connections extends ForwardingLoadBalancerHelper
      implements WatchedSubchannel.Listener {
    private final Map<Object, WatchedSubchannel> ready = new ConcurrentHashMap<>();
    private ConnectivityState state = CONNECTING;
    private @Nullable WatchedSubchannelPicker picker;
    private @Nullable ScheduledHandle impatience;
    private boolean ended;

    @Override
    protected Helper delegate() {
      return helper;
    }

    @Override
    public Subchannel createSubchannel(CreateSubchannelArgs args) {
      return new WatchedSubchannel(helper.createSubchannel(args), this, Clock.system());
    }

    @Override
    public void updateBalancingState(ConnectivityState newState, SubchannelPicker policyPicker) {
      if (!ended) {
        state = newState;
        boolean patient = impatience == null || impatience.isPending();
        Optional<LongConsumer> patience = patient ? Optional.of(this::awaited) : Optional.empty();
        picker =
            new WatchedSubchannelPicker(
                policyPicker, ready, candidates.methods(), candidates::everOffered, patience);
        gracePeriod.update(newState, picker);
      }
    }

    @Override
    public void changed(WatchedSubchannel connection, ConnectivityState newState) {
      if (ended) {
        return;
      }
      List<SocketAddress> address = addresses(connection);
      if (newState == READY) {
        candidates.connected(address);
        connection.methods(candidates.methods(address));
        connection.address(address.get(0));
        ready.put(connection.getInternalSubchannel(), connection);
        beginPatience();
        return;
      }
      ready.remove(connection.getInternalSubchannel());
      // after a change of the balancer there are two for some seconds
      boolean another = ready.values().stream().anyMatch(one -> addresses(one).equals(address));
      if (!another && candidates.disconnected(address)) {
        // not from within an update that the policy has not seen yet
        helper.getSynchronizationContext().execute(this::routeUnlessEnded);
      }
    }

    private static List<SocketAddress> addresses(Subchannel connection) {
      return connection.getAllAddresses().get(0).getAddresses();
    }

    /** Runs after the channel has processed all earlier events of the transport. */
    @Override
    public void doubted(WatchedSubchannel connection) {
      helper.getSynchronizationContext().execute(() -> settle(connection));
    }

    private void settle(WatchedSubchannel connection) {
      connection.settle();
      if (picker != null && picker.keepsCalls()) {
        republish();
      }
    }

    /** Takes what the nodes of the connections list now. */
    void list() {
      ready.values().forEach(one -> one.methods(candidates.methods(addresses(one))));
      republish();
    }

    /** A call waits for a node that offers its method; on any thread. */
    private void awaited(long millis) {
      helper.getSynchronizationContext().execute(() -> endPatienceAfter(millis));
    }

    private void endPatienceAfter(long millis) {
      if (impatience == null && !ended) {
        impatience = OutageGracePeriod.schedule(helper, millis, this::republish);
      }
    }

    /** Any new connection may be the one that a call waits for. */
    private void beginPatience() {
      if (impatience != null) {
        impatience.cancel();
        impatience = null;
      }
    }

    private void republish() {
      if (picker != null) {
        updateBalancingState(state, picker.policy());
      }
    }

    void end() {
      ended = true;
      beginPatience();
    }

    private void routeUnlessEnded() {
      if (!ended) {
        route();
      }
    }
  }
}
