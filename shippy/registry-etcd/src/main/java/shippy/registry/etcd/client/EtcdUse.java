package shippy.registry.etcd.client;

import static java.util.Objects.requireNonNull;

import shippy.config.Setting;
import shippy.config.Settings;
import shippy.problem.Problem;
import shippy.registry.etcd.format.EtcdKeys;

/**
 * What a program uses etcd for. Its other settings are those of the registry.
 *
 * @param address the setting that says where it is
 * @param keys the prefix of the keys it uses, for messages
 * @param without how to do without it
 */
public record EtcdUse(Setting<String> address, String keys, Problem.Fix without) {
  public EtcdUse {
    requireNonNull(address, "address");
    requireNonNull(keys, "keys");
    requireNonNull(without, "without");
  }

  /** As the registry. */
  static EtcdUse registry() {
    return new EtcdUse(
        Settings.REGISTRY_ADDRESS,
        EtcdKeys.PREFIX,
        new Problem.Fix("--registry=mdns", "do without etcd"));
  }
}
