package shippy.registry.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.registry.RegistryException;
import shippy.testkit.kubernetes.ApiServer;

/**
 * Plays the controller that writes the slices of Services: one slice for each node. Slices take no
 * loopback addresses, so 192.0.2.1 stands there for 127.0.0.1.
 */
final class EndpointSlices {
  private static final String STAND_IN = "192.0.2.1:";
  private static final String LOOPBACK = "127.0.0.1:";

  private final ApiServer cluster;
  private final String namespace;
  private final ClusterAccess access;
  private final HttpClient http;

  EndpointSlices(ApiServer cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.access = Clusters.admin(cluster, namespace);
    this.http = HttpClient.newBuilder().sslContext(access.tls().orElseThrow()).build();
  }

  /** The node becomes ready. */
  void add(Node node) {
    HostPort address = HostPort.parse(node.address().replace(LOOPBACK, STAND_IN));
    apply(
        node.id(),
        node.service(),
        address.port(),
        "{addresses: ['%s'], conditions: {ready: true}, targetRef: {kind: Pod, name: %s}}"
            .formatted(address.host(), node.id()));
  }

  /** Writes a slice with these endpoints, in YAML; null for none at all. */
  void apply(String name, String service, int port, String... endpoints) {
    String slice =
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: %s, labels: {shippy/service-name: %s}}
        addressType: IPv4
        ports: [{name: grpc, port: %d}]
        endpoints: [%s]
        """
            .formatted(name(name), service, port, String.join(", ", List.of(endpoints)));
    send(
        request(name)
            .header("Content-Type", "application/apply-patch+yaml")
            .method("PATCH", BodyPublishers.ofString(slice)));
  }

  /** The node is no longer ready. */
  void remove(Node node) {
    send(request(node.id()).DELETE());
  }

  private HttpRequest.Builder request(String name) {
    String path = "/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices/%s?fieldManager=test";
    return HttpRequest.newBuilder(
            URI.create(cluster.url() + path.formatted(namespace, name(name)) + "&force=true"))
        .header("Authorization", "Bearer " + cluster.token());
  }

  private static String name(String id) {
    return id.toLowerCase(Locale.ROOT);
  }

  private void send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() >= 400 && answer.statusCode() != 404) {
        throw new AssertionError(answer.body());
      }
    } catch (IOException e) {
      throw new RegistryException(Problem.of(ExitCode.UNAVAILABLE, "no API server: " + e), e);
    } catch (InterruptedException e) {
      throw Problem.interrupted("writing a slice", e);
    }
  }

  /** What was added as 127.0.0.1. */
  static List<Node> local(List<Node> nodes) {
    return nodes.stream()
        .map(
            node ->
                new Node(
                    node.service(),
                    node.id(),
                    node.version(),
                    node.address().replace(STAND_IN, LOOPBACK),
                    node.metadata(),
                    node.endpoints()))
        .collect(Collectors.toList());
  }
}
