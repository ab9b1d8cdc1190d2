package shippy.governance.limits;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import shippy.clock.Clock;

/**
 * Sheds as calls take longer, whatever they wait for: refuses those beyond a {@link GradientLimit}.
 * Upside: finds the capacity of anything by itself. Downside: takes a new kind of slow calls for
 * load until it has measured again.
 */
final class LatencyShedder implements Shedder {
  private final Clock clock;
  private final GradientLimit limit;
  private int flying;

  LatencyShedder(Clock clock) {
    this.clock = requireNonNull(clock, "clock");
    this.limit = new GradientLimit(clock.nanoTime());
  }

  @Override
  public synchronized Optional<Refusal> begin() {
    if (flying >= limit.get()) {
      return Optional.of(
          new Refusal(
              Refusal.Reason.LOAD,
              SUBJECT,
              (flying + 1) + " calls at a time",
              "at most "
                  + limit.get()
                  + ", so that they take about "
                  + Math.round(limit.unloadedNanos() / 1e6)
                  + " ms",
              RETRY));
    }
    flying++;
    limit.began(flying);
    return Optional.empty();
  }

  /** A caller that left tells something only if it has waited longer than usual. */
  @Override
  public synchronized void end(long nanos, boolean answered) {
    flying--;
    if (answered || nanos > limit.unloadedNanos()) {
      limit.ended(clock.nanoTime(), nanos);
    }
  }
}
