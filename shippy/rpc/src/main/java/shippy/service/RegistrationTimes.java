package shippy.service;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.config.SettingTree;
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
    Consumer<Config> fit = SettingTree::requireFit;
    fit.accept(live.current());
    live.check(fit);
    return () -> of(live.current());
  }

  private static RegistrationTimes of(Config config) {
    return new RegistrationTimes(
        config.get(Settings.REGISTER_TTL), config.get(Settings.REGISTER_INTERVAL));
  }
}
