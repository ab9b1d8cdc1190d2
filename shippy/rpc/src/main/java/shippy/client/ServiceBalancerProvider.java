package shippy.client;

import io.grpc.LoadBalancer;
import io.grpc.LoadBalancerProvider;
import io.grpc.LoadBalancerRegistry;
import io.grpc.NameResolver.ConfigOrError;
import java.util.Map;

/**
 * The policy {@code shippy}, of channels made by {@link Client}; found by gRPC. Its configuration
 * is that of gRPC's outlier detection (gRFC A50), to which it leaves the choice.
 */
public final class ServiceBalancerProvider extends LoadBalancerProvider {
  private static final String POLICY = "shippy"; // as ServiceConfig names it
  private static final String CHOICE = "outlier_detection_experimental";

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
    return POLICY;
  }

  @Override
  public LoadBalancer newLoadBalancer(LoadBalancer.Helper helper) {
    return new ServiceBalancer(helper, choice());
  }

  @Override
  public ConfigOrError parseLoadBalancingPolicyConfig(Map<String, ?> config) {
    return choice().parseLoadBalancingPolicyConfig(config);
  }

  private static LoadBalancerProvider choice() {
    LoadBalancerProvider found = LoadBalancerRegistry.getDefaultRegistry().getProvider(CHOICE);
    if (found == null) {
      throw new IllegalStateException(
          "grpc-util is not on the class path, or not merged into the jar");
    }
    return found;
  }
}
