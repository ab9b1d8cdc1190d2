package shippy.governance.limits;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.config.TrafficSettings.Shedding;

/** Decides which calls are too many for the server now. Safe for any thread. */
interface Shedder {
  /** Clients that come back sooner only add to the load. */
  Duration RETRY = Duration.ofSeconds(1);

  String SUBJECT = "calls by load";

  /** Lets all calls through. */
  Shedder NONE =
      new Shedder() {
        @Override
        public Optional<Refusal> begin() {
          return Optional.empty();
        }

        @Override
        public void end(long nanos, boolean answered) {}
      };

  /** Begins a call, unless it is too much. */
  Optional<Refusal> begin();

  /**
   * Ends a call that was begun.
   *
   * @param nanos how long it took
   * @param answered whether its handler came to an end, so that the time tells something
   */
  void end(long nanos, boolean answered);

  /** As a setting says. */
  static Shedder of(Shedding shedding, Clock clock, Supplier<OptionalDouble> load) {
    return switch (shedding.by()) {
      case OFF -> NONE;
      case CONCURRENCY -> new LatencyShedder(clock);
      case CPU ->
          new CpuShedder(
              shedding.cpuMillis().orElseThrow() / 1_000.0, new CpuLoad(clock, load), clock);
    };
  }
}
