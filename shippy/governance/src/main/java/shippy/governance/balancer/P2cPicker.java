package shippy.governance.balancer;

import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import shippy.client.retry.TriedInstances;
import shippy.clock.Clock;

/**
 * Chooses the better one of two random instances. One that has not been chosen for a second is
 * taken once all the same, so that it comes back when it has recovered; never by the repeat of a
 * call. Safe for any thread.
 */
final class P2cPicker extends SubchannelPicker {
  private static final long FORCED_AFTER_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int PAIRS = 3;

  private final List<Instance> all;
  private final Clock clock;
  private final RandomGenerator random;

  P2cPicker(List<Instance> all, Clock clock, RandomGenerator random) {
    this.all = all;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public PickResult pickSubchannel(PickSubchannelArgs args) {
    @Nullable TriedInstances tried = args.getCallOptions().getOption(TriedInstances.KEY);
    boolean repeat = tried != null && tried.size() > 0;
    Instance chosen = choose(System.identityHashCode(args), repeat);
    PickResult choice = chosen.connection().pickSubchannel(args);
    if (choice.getSubchannel() == null) {
      return choice;
    }
    boolean unary = args.getMethodDescriptor().getType() == MethodType.UNARY;
    return choice.copyWithStreamTracerFactory(
        chosen.load().tracers(choice.getStreamTracerFactory(), unary));
  }

  private Instance choose(int call, boolean repeat) {
    Instance winner = all.get(0);
    Instance loser = winner;
    for (int i = 0; all.size() > 1 && i < PAIRS; i++) {
      int one = random.nextInt(all.size());
      int two = (one + 1 + random.nextInt(all.size() - 1)) % all.size();
      boolean better = all.get(one).load().isBetter(all.get(two).load(), call);
      winner = all.get(better ? one : two);
      loser = all.get(better ? two : one);
      if (all.size() == 2 || (loser.load().fits(call) && winner.load().fits(call))) {
        break;
      }
    }
    long now = clock.nanoTime();
    if (!repeat && loser.load().pickIfLeft(FORCED_AFTER_NANOS, call, now)) {
      return loser;
    }
    winner.load().pick(call, now);
    return winner;
  }
}
