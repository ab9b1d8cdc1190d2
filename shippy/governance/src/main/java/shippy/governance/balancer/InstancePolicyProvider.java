package shippy.governance.balancer;

import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.LoadBalancerProvider;
import io.grpc.protobuf.services.HealthCheckingLoadBalancerUtil;
import java.util.List;
import java.util.function.Function;
import shippy.clock.Clock;

/** Provides a policy among the instances that report themselves healthy. Stateless. */
class InstancePolicyProvider extends LoadBalancerProvider {
  private final String name;
  private final Clock clock;
  private final Function<List<Instance>, SubchannelPicker> policy;

  InstancePolicyProvider(
      String name, Clock clock, Function<List<Instance>, SubchannelPicker> policy) {
    this.name = name;
    this.clock = clock;
    this.policy = policy;
  }

  @Override
  public boolean isAvailable() {
    return true;
  }

  @Override
  public int getPriority() {
    return 5;
  }

  @Override
  public String getPolicyName() {
    return name;
  }

  @Override
  public LoadBalancer newLoadBalancer(LoadBalancer.Helper helper) {
    LoadBalancer.Factory balancers =
        new LoadBalancer.Factory() {
          @Override
          public LoadBalancer newLoadBalancer(LoadBalancer.Helper checked) {
            return new InstanceBalancer(checked, clock, policy);
          }
        };
    return HealthCheckingLoadBalancerUtil.newHealthCheckingLoadBalancer(balancers, helper);
  }
}
