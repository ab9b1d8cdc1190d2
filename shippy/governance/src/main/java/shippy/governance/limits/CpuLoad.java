package shippy.governance.limits;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import shippy.clock.Clock;

/**
 * The load of the processors, 0 to 1, smoothed as go-zero does: sampled every 250 ms until it is
 * closed, of which a new sample is a twentieth. Safe for any thread.
 */
final class CpuLoad implements AutoCloseable {
  static final Duration SAMPLE = Duration.ofMillis(250);
  private static final double BETA = 0.95;

  private final Clock clock;
  private final Supplier<OptionalDouble> source;
  private volatile double load;
  private volatile boolean closed;

  private CpuLoad(Clock clock, Supplier<OptionalDouble> source) {
    this.clock = clock;
    this.source = source;
  }

  static CpuLoad start(Clock clock, Supplier<OptionalDouble> source) {
    CpuLoad started = new CpuLoad(clock, source);
    started.sample();
    return started;
  }

  /** That of the machine or, with a quota, of the container. */
  static OptionalDouble ofMachine() {
    double load =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getCpuLoad();
    return load >= 0 ? OptionalDouble.of(load) : OptionalDouble.empty();
  }

  private void sample() {
    if (!closed) {
      source.get().ifPresent(now -> load = BETA * load + (1 - BETA) * now);
      clock.schedule(SAMPLE, this::sample);
    }
  }

  double get() {
    return load;
  }

  @Override
  public void close() {
    closed = true;
  }
}
