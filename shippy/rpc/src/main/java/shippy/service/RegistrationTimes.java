package shippy.service;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.config.Settings;

/**
 * The lifetime of a registration and the interval of its renewals.
 *
 * @param ttl how long others see a node that is not renewed
 * @param interval between renewals, less than the ttl
 */
record RegistrationTimes(Duration ttl, Duration interval) {
  /** Those of now; a change that would break them is refused. */
  static Supplier<RegistrationTimes> follow(LiveConfig live) {
    Consumer<Config> fit = RegistrationTimes::of;
    fit.accept(live.current());
    live.check(fit);
    return () -> of(live.current());
  }

  private static RegistrationTimes of(Config config) {
    Duration ttl = config.get(Settings.REGISTER_TTL);
    Duration interval = config.get(Settings.REGISTER_INTERVAL);
    if (interval.compareTo(ttl) >= 0) {
      throw config.invalid(
          Settings.REGISTER_INTERVAL, "less than register_ttl, " + ttl.toSeconds() + "s");
    }
    return new RegistrationTimes(ttl, interval);
  }
}
