package shippy.governance.balancer;

import static io.grpc.ConnectivityState.CONNECTING;
import static io.grpc.ConnectivityState.IDLE;
import static io.grpc.ConnectivityState.READY;
import static io.grpc.ConnectivityState.TRANSIENT_FAILURE;

import io.grpc.ConnectivityState;
import io.grpc.util.MultiChildLoadBalancer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import shippy.clock.Clock;

/**
 * Keeps a connection to each instance, as round_robin does, and leaves the choice among those that
 * can be used to a picker. Runs in the channel's synchronization context.
 */
final class InstanceBalancer extends MultiChildLoadBalancer {
  private final InstanceLoads loads;
  private final Function<List<Instance>, SubchannelPicker> policy;
  private List<Instance> published = List.of();

  /**
   * @param policy makes the picker among so many; at least one
   */
  InstanceBalancer(Helper helper, Clock clock, Function<List<Instance>, SubchannelPicker> policy) {
    super(helper);
    this.loads = new InstanceLoads(clock);
    this.policy = policy;
  }

  @Override
  protected Map<Object, ResolvedAddresses> createChildAddressesMap(ResolvedAddresses resolved) {
    Map<Object, ResolvedAddresses> instances = super.createChildAddressesMap(resolved);
    loads.list(instances.keySet());
    return instances;
  }

  @Override
  protected ChildLbState createChildLbState(Object address) {
    return new ChildLbState(address, pickFirstLbProvider) {
      @Override
      protected ChildLbStateHelper createChildHelper() {
        return new ChildLbStateHelper() {
          @Override
          public void updateBalancingState(ConnectivityState state, SubchannelPicker connection) {
            super.updateBalancingState(state, connection);
            if (state == IDLE && !resolvingAddresses) {
              getLb().requestConnection();
            }
          }
        };
      }
    };
  }

  @Override
  protected void updateOverallBalancingState() {
    Collection<ChildLbState> ready = getReadyChildren();
    if (!ready.isEmpty()) {
      publish(READY, ready);
    } else if (getChildLbStates().stream().anyMatch(InstanceBalancer::isConnecting)) {
      publish(CONNECTING, List.of());
    } else {
      publish(TRANSIENT_FAILURE, getChildLbStates());
    }
  }

  private static boolean isConnecting(ChildLbState instance) {
    return instance.getCurrentState() == CONNECTING || instance.getCurrentState() == IDLE;
  }

  private void publish(ConnectivityState state, Collection<ChildLbState> usable) {
    List<Instance> instances =
        usable.stream()
            .map(one -> new Instance(loads.of(one.getKey()), one.getCurrentPicker()))
            .toList();
    if (state != currentConnectivityState || !instances.equals(published)) {
      currentConnectivityState = state;
      published = instances;
      getHelper()
          .updateBalancingState(
              state,
              instances.isEmpty()
                  ? new FixedResultPicker(PickResult.withNoResult())
                  : policy.apply(instances));
    }
  }
}
