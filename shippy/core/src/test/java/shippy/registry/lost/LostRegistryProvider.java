package shippy.registry.lost;

import shippy.config.Config;
import shippy.registry.Registry;
import shippy.registry.RegistryProvider;

/** On the class path, but in no file of {@code META-INF/services}. */
public final class LostRegistryProvider implements RegistryProvider {
  @Override
  public String kind() {
    return "lost";
  }

  @Override
  public Registry open(Config config) {
    throw new UnsupportedOperationException();
  }
}
