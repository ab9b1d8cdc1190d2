package shippy.governance.balancer;

import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.SubchannelPicker;
import java.util.List;
import java.util.random.RandomGenerator;

/** Chooses any instance. Safe for any thread. */
final class RandomPicker extends SubchannelPicker {
  private final List<Instance> all;
  private final RandomGenerator random;

  RandomPicker(List<Instance> all, RandomGenerator random) {
    this.all = all;
    this.random = random;
  }

  @Override
  public PickResult pickSubchannel(PickSubchannelArgs call) {
    return all.get(random.nextInt(all.size())).connection().pickSubchannel(call);
  }
}
