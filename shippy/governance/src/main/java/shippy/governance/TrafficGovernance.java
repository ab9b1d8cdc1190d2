package shippy.governance;

import io.grpc.ClientInterceptor;
import io.grpc.ServerInterceptor;
import java.util.Set;
import shippy.clock.Randomness;
import shippy.governance.breaker.CircuitBreakerInterceptor;
import shippy.governance.limits.LimitsInterceptor;
import shippy.platform.Governance;
import shippy.platform.Platform;

/** The governance that {@link java.util.ServiceLoader} finds. Stateless. */
public final class TrafficGovernance implements Governance {
  @Override
  public ClientInterceptor breaker(Platform platform) {
    return new CircuitBreakerInterceptor(platform.monitor(), platform.clock(), Randomness.fast());
  }

  @Override
  public ServerInterceptor limits(Platform platform, Set<String> methods) {
    return LimitsInterceptor.of(platform, methods);
  }
}
