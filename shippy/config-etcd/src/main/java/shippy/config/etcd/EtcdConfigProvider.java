package shippy.config.etcd;

import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.ConfigSource;
import shippy.config.Settings;

/** {@code --config=etcd:///KEY}. */
public final class EtcdConfigProvider implements ConfigSource.Provider {
  @Override
  public String scheme() {
    return "etcd";
  }

  @Override
  public ConfigSource open(String location, Config config) {
    ConfigKey key = ConfigKey.at(location);
    return new EtcdConfigSource(
        key,
        ConfigCentre.open(config, Clock.system(), key.folder()),
        CachedCopy.of(key, config),
        config.get(Settings.CONFIG_REQUIRED));
  }
}
