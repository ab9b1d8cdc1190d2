package shippy.simulation;

import java.time.Duration;
import java.util.SplittableRandom;
import shippy.clock.ManualClock;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.RegistryException;

/** The way from one process to the registry: slow at times, silent when cut, unreliable if told. */
final class SimulatedLink {
  /** For an operation, as in registry-etcd. */
  static final Duration LIMIT = Duration.ofMillis(2_500);

  private static final int USUAL_MILLIS = 20;
  private static final int SLOW_MILLIS = 400;

  final FakeEtcd etcd;
  final ManualClock clock;
  private final SplittableRandom random;
  private boolean cut;
  private boolean flaky;

  SimulatedLink(FakeEtcd etcd, ManualClock clock, SplittableRandom random) {
    this.etcd = etcd;
    this.clock = clock;
    this.random = random;
  }

  void cut(boolean now) {
    cut = now;
  }

  void flaky(boolean now) {
    flaky = now;
  }

  /** Whether nothing comes through, not even a refusal. */
  boolean isSilent() {
    return cut || etcd.power() == FakeEtcd.Power.FROZEN;
  }

  boolean isRefused() {
    return etcd.power() == FakeEtcd.Power.DOWN;
  }

  boolean fails() {
    return flaky && random.nextInt(3) == 0;
  }

  boolean chance(int outOf) {
    return random.nextInt(outOf) == 0;
  }

  Duration latency() {
    int max = chance(10) ? SLOW_MILLIS : USUAL_MILLIS;
    return Duration.ofNanos(random.nextLong(max * 1_000_000L));
  }

  static RegistryException failure(String why) {
    return new RegistryException(Problem.of(ExitCode.UNAVAILABLE, why), null);
  }
}
