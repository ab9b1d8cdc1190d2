package shippy.governance.balancer;

import shippy.clock.Clock;
import shippy.clock.Randomness;

/**
 * The policy {@code random}, found by gRPC: any instance. Upside: many clients that start together
 * do not go from one instance to the next in step. Downside: shares are even over many calls only.
 */
public final class RandomProvider extends InstancePolicyProvider {
  /** With numbers that do not repeat. */
  public RandomProvider() {
    super("random", Clock.system(), all -> new RandomPicker(all, Randomness.fast()));
  }
}
