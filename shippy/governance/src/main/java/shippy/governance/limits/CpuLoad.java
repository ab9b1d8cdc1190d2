package shippy.governance.limits;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import shippy.clock.Clock;

/**
 * The load of the processors, 0 to 1, smoothed as go-zero does: of 250 ms, the past keeps 19
 * twentieths. Measured when it is asked for, at most once in that time, as the mean since then.
 * Guarded by its owner.
 */
final class CpuLoad {
  private static final double SAMPLE_NANOS = Duration.ofMillis(250).toNanos();
  private static final double BETA = 0.95;

  private final Clock clock;
  private final Supplier<OptionalDouble> source;
  private double load;
  private long latest;

  /**
   * Begins to measure.
   *
   * @param source tells the load since it was last asked
   */
  CpuLoad(Clock clock, Supplier<OptionalDouble> source) {
    this.clock = clock;
    this.source = source;
    latest = clock.nanoTime();
    var unused = source.get();
  }

  /** That of the machine or, with a quota, of the container. */
  static OptionalDouble ofMachine() {
    double load =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getCpuLoad();
    return load >= 0 ? OptionalDouble.of(load) : OptionalDouble.empty();
  }

  double get() {
    long now = clock.nanoTime();
    if (now - latest >= SAMPLE_NANOS) {
      double past = Math.pow(BETA, (now - latest) / SAMPLE_NANOS);
      latest = now;
      source.get().ifPresent(since -> load = past * load + (1 - past) * since);
    }
    return load;
  }
}
