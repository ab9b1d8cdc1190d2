package shippy.governance.limits;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import shippy.clock.Clock;

/**
 * Sheds as go-zero does (core/load/adaptiveshedder.go): while the processors are as busy as the
 * threshold, or were within a second after which calls were refused, it refuses those beyond what
 * was served well lately. Upside: does nothing while there is processor time. Downside: does not
 * see calls that wait for something else.
 */
final class CpuShedder implements Shedder {
  private static final long COOL_OFF_NANOS = 1_000_000_000;
  private static final double FLYING_BETA = 0.9;

  /** However busy the processors are, a tenth of what was served well passes. */
  private static final double LEAST_SHARE = 0.1;

  private final double threshold;
  private final CpuLoad load;
  private final Clock clock;
  private final FlightWindow window;
  private boolean refused;

  /** When the processors were last too busy; if calls were refused since. */
  private long overloaded;

  private long flying;
  private double averageFlying;

  CpuShedder(double threshold, CpuLoad load, Clock clock) {
    this.threshold = threshold;
    this.load = requireNonNull(load, "load");
    this.clock = requireNonNull(clock, "clock");
    this.window = new FlightWindow(clock.nanoTime());
  }

  @Override
  public synchronized Optional<Refusal> begin() {
    long now = clock.nanoTime();
    double busy = load.get();
    if (isHot(busy, now)) {
      double most = window.mostAtATime(now) * share(busy);
      if (averageFlying > most && flying > most) {
        refused = true;
        return Optional.of(refusal(busy, most));
      }
    }
    flying++;
    return Optional.empty();
  }

  private boolean isHot(double busy, long now) {
    if (busy >= threshold) {
      overloaded = now;
      return true;
    }
    if (refused && now - overloaded >= COOL_OFF_NANOS) {
      refused = false;
    }
    return refused;
  }

  private double share(double busy) {
    double free = (1 - busy) / Math.max(1e-3, 1 - threshold);
    return Math.max(LEAST_SHARE, Math.min(1, free));
  }

  private Refusal refusal(double busy, double most) {
    return new Refusal(
        Refusal.Reason.LOAD,
        SUBJECT,
        (flying + 1) + " calls at a time with processors busy to " + percent(busy),
        "at most " + ((long) most + 1) + " from " + percent(threshold) + " on and 1 s after",
        RETRY);
  }

  private static String percent(double share) {
    return Math.round(share * 1_000) / 10.0 + " %";
  }

  @Override
  public synchronized void end(long nanos, boolean answered) {
    flying--;
    averageFlying = averageFlying * FLYING_BETA + flying * (1 - FLYING_BETA);
    if (answered) {
      window.add(clock.nanoTime(), nanos);
    }
  }
}
