package shippy.testkit.etcd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The certificates of a cluster.
 *
 * @param server of all members, and what their clients are to trust
 * @param client the one that members trust; empty if they ask for none
 */
record EtcdTls(SelfSignedCertificate server, Optional<SelfSignedCertificate> client) {
  static EtcdTls create(Path folder, boolean askingClients) {
    return new EtcdTls(
        SelfSignedCertificate.create(folder, "server"),
        askingClients
            ? Optional.of(SelfSignedCertificate.create(folder, "client"))
            : Optional.empty());
  }

  /** For {@code etcd}. */
  List<String> serverOptions() {
    List<String> options = new ArrayList<>();
    options.add("--cert-file=" + server.certificate());
    options.add("--key-file=" + server.key());
    client.ifPresent(
        trusted -> {
          options.add("--client-cert-auth");
          options.add("--trusted-ca-file=" + trusted.certificate());
        });
    return options;
  }

  /** For {@code etcdctl}. */
  List<String> clientOptions() {
    List<String> options = new ArrayList<>();
    options.add("--cacert=" + server.certificate());
    client.ifPresent(
        own -> {
          options.add("--cert=" + own.certificate());
          options.add("--key=" + own.key());
        });
    return options;
  }
}
