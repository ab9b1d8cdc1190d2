package shippy.client;

import static io.grpc.ConnectivityState.CONNECTING;
import static io.grpc.ConnectivityState.READY;
import static io.grpc.ConnectivityState.TRANSIENT_FAILURE;

import io.grpc.ConnectivityState;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.Status;
import io.grpc.util.ForwardingLoadBalancerHelper;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What gRPC's own policies lack when the registry is wrong or away for a while: instances that have
 * vanished from it are used for as long as their connections hold ({@link Candidates}), and short
 * times without any are waited out ({@link OutageGracePeriod}). The choice among the candidates is
 * theirs.
 */
final class ServiceBalancer extends LoadBalancer {
  private final Helper helper;
  private final Factory policy;
  private final Candidates candidates = new Candidates();
  private final OutageGracePeriod gap;
  private Connections connections = new Connections();
  private LoadBalancer chosen;
  private @Nullable ResolvedAddresses resolved;
  private Status absence = Status.UNAVAILABLE;

  ServiceBalancer(Helper helper, Factory policy) {
    this.helper = helper;
    this.policy = policy;
    gap = new OutageGracePeriod(helper);
    chosen = policy.newLoadBalancer(connections);
  }

  @Override
  public Status acceptResolvedAddresses(ResolvedAddresses addresses) {
    resolved = addresses;
    candidates.registered(
        addresses.getAddresses().stream().map(EquivalentAddressGroup::getAddresses).toList());
    return route();
  }

  /** No instance is registered, or it was never known whether one is. */
  @Override
  public void handleNameResolutionError(Status error) {
    absence = error;
    candidates.registered(List.of());
    route();
  }

  @Override
  public void shutdown() {
    connections.ended = true;
    gap.close();
    chosen.shutdown();
  }

  private Status route() {
    List<EquivalentAddressGroup> all =
        candidates.all().stream().map(EquivalentAddressGroup::new).toList();
    if (resolved != null && !all.isEmpty()) {
      return chosen.acceptResolvedAddresses(resolved.toBuilder().setAddresses(all).build());
    }
    // A policy keeps the instances it had when it is told of an error: this one must not.
    shutdown();
    connections = new Connections();
    chosen = policy.newLoadBalancer(connections);
    helper.updateBalancingState(
        TRANSIENT_FAILURE, new FixedResultPicker(PickResult.withError(absence)));
    return absence;
  }

  /**
   * Watches the connections that one policy makes. After the end of the policy nothing it still
   * says counts: its connections end one by one, and a route to the others would open new ones.
   */
  private final class Connections extends ForwardingLoadBalancerHelper
      implements WatchedSubchannel.Listener {
    private final Map<Object, WatchedSubchannel> ready = new ConcurrentHashMap<>();
    private ConnectivityState state = CONNECTING;
    private @Nullable WatchedSubchannelPicker picker;
    private boolean ended;

    @Override
    protected Helper delegate() {
      return helper;
    }

    @Override
    public Subchannel createSubchannel(CreateSubchannelArgs args) {
      return new WatchedSubchannel(helper.createSubchannel(args), this);
    }

    @Override
    public void updateBalancingState(ConnectivityState news, SubchannelPicker policyPicker) {
      if (!ended) {
        state = news;
        picker = new WatchedSubchannelPicker(policyPicker, ready);
        gap.update(news, picker);
      }
    }

    @Override
    public void changed(WatchedSubchannel connection, ConnectivityState news) {
      if (ended) {
        return;
      }
      List<SocketAddress> address = connection.getAllAddresses().get(0).getAddresses();
      if (news == READY) {
        ready.put(connection.getInternalSubchannel(), connection);
        candidates.connected(address);
        return;
      }
      ready.remove(connection.getInternalSubchannel());
      if (candidates.disconnected(address)) {
        // Not from within the news of a connection that the policy is about to hear.
        helper.getSynchronizationContext().execute(this::routeUnlessEnded);
      }
    }

    /** What the transport said before has been heard when this runs. */
    @Override
    public void doubted(WatchedSubchannel connection) {
      helper.getSynchronizationContext().execute(() -> settle(connection));
    }

    private void settle(WatchedSubchannel connection) {
      connection.settle();
      if (picker != null && picker.keepsCalls()) {
        updateBalancingState(state, picker.policy());
      }
    }

    private void routeUnlessEnded() {
      if (!ended) {
        route();
      }
    }
  }
}
