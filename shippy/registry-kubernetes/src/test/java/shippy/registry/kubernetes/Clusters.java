package shippy.registry.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import shippy.config.Config;
import shippy.testkit.kubernetes.ApiServer;

/** Access to clusters of tests. */
final class Clusters {
  private Clusters() {}

  /** As an administrator, by the kubeconfig. */
  static ClusterAccess admin(ApiServer cluster, String namespace) {
    return ClusterAccess.from(
        Config.of(
            Map.of("registry_address", namespace),
            Map.of("KUBECONFIG", cluster.kubeconfig().toString())));
  }

  /** In a pod whose service account lies in this folder, with a token. */
  static ClusterAccess pod(ApiServer cluster, Path folder, String namespace, String token) {
    try {
      Files.writeString(folder.resolve("token"), token);
      Files.writeString(folder.resolve("namespace"), namespace);
      Files.copy(cluster.caFile(), folder.resolve("ca.crt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    URI server = URI.create(cluster.url());
    String port = String.valueOf(server.getPort());
    return ClusterAccess.from(
        Config.of(
            Map.of(),
            Map.of("KUBERNETES_SERVICE_HOST", server.getHost(), "KUBERNETES_SERVICE_PORT", port)),
        folder);
  }
}
