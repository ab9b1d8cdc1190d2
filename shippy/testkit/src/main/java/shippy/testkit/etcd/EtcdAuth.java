package shippy.testkit.etcd;

import java.util.function.Consumer;

/**
 * The users of an etcd: root, and one user for the keys of the registry only.
 *
 * @param rootPassword of the user that administers it
 */
record EtcdAuth(String user, String password, String rootPassword) {
  private static final String REGISTRY_PREFIX = "/micro/registry/";

  /** Makes etcd require passwords from now on. */
  void enable(Consumer<String[]> etcdctl) {
    String[][] commands = {
      {"user", "add", "root:" + rootPassword},
      {"user", "grant-role", "root", "root"},
      {"role", "add", "services"},
      {"role", "grant-permission", "services", "--prefix=true", "readwrite", REGISTRY_PREFIX},
      {"user", "add", user + ":" + password},
      {"user", "grant-role", user, "services"},
      {"auth", "enable"}
    };
    for (String[] command : commands) {
      etcdctl.accept(command);
    }
  }
}
