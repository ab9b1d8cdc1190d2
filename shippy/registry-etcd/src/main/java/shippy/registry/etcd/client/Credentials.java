package shippy.registry.etcd.client;

import java.util.Optional;
import shippy.config.Config;
import shippy.config.Secrets;
import shippy.config.Settings;

/** A user and its password, which is never part of a text. */
record Credentials(String user, String password) {
  /** Both from the settings, or neither. */
  static Optional<Credentials> from(Config config) {
    Optional<String> user = config.find(Settings.REGISTRY_USERNAME);
    Optional<String> password =
        Secrets.password(config, Settings.REGISTRY_PASSWORD, Settings.REGISTRY_PASSWORD_FILE);
    if (user.isPresent() && password.isEmpty()) {
      throw config.invalid(
          Settings.REGISTRY_USERNAME,
          "a password with it, in MICRO_REGISTRY_PASSWORD or --registry_password_file");
    }
    if (user.isEmpty() && password.isPresent()) {
      throw config.invalid(
          config.origin(Settings.REGISTRY_PASSWORD).isPresent()
              ? Settings.REGISTRY_PASSWORD
              : Settings.REGISTRY_PASSWORD_FILE,
          "a user with it, in --registry_username");
    }
    return user.map(name -> new Credentials(name, password.orElseThrow()));
  }

  @Override
  public String toString() {
    return user + ":***";
  }
}
