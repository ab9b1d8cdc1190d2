package shippy.registry;

import shippy.config.Config;

/** A kind of registry, found by {@link java.util.ServiceLoader}. */
public interface RegistryProvider {
  /** The name users select it by: {@code --registry=<kind>}. */
  String kind();

  /** Opens a registry; {@link shippy.problem.ProblemException} if a setting is wrong. */
  Registry open(Config config);
}
