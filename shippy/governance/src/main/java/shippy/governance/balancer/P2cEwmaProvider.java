package shippy.governance.balancer;

import shippy.clock.Clock;
import shippy.clock.Randomness;

/**
 * The policy {@code p2c_ewma}, found by gRPC: of two instances taken at random, the one with less
 * latency and fewer calls in flight. Upside: a slow or stuck instance gets few calls. Downside:
 * each call is timed, and shares are hard to foretell.
 */
public final class P2cEwmaProvider extends InstancePolicyProvider {
  /** On the machine's clock. */
  public P2cEwmaProvider() {
    super("p2c_ewma", Clock.system(), all -> new P2cPicker(all, Clock.system(), Randomness.fast()));
  }
}
