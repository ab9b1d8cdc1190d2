package shippy.consignment.cli;

import java.time.Duration;
import java.util.function.Consumer;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.Registry;
import shippy.registry.RegistryProvider;
import shippy.registry.Snapshot;
import shippy.testkit.registry.ForwardingRegistry;

/** {@code --registry=late}: as {@code fixed}, but it tells nothing for the first 1.5 s. */
public final class LateRegistryProvider implements RegistryProvider {
  private static final Duration DELAY = Duration.ofMillis(1_500);

  @Override
  public String kind() {
    return "late";
  }

  @Override
  public Registry open(Config config) {
    return new ForwardingRegistry(new VesselRegistryProvider().open(config)) {
      @Override
      public Watch watch(String service, Consumer<Snapshot> listener) {
        return Clock.system().schedule(DELAY, () -> super.watch(service, listener))::cancel;
      }
    };
  }
}
