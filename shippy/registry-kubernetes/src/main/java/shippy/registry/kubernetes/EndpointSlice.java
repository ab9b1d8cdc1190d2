package shippy.registry.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.registry.NodeTable;

/** Reads one EndpointSlice of discovery.k8s.io/v1 as nodes. */
record EndpointSlice(Unstructured object) {
  /** The label of a Service, and so of its slices, whose value is the name services call. */
  static final String SERVICE_NAME = "shippy/service-name";

  private static final List<String> GRPC = List.of("grpc", "kubernetes.io/h2c");
  private static final String METRICS = "metrics";

  String service() {
    return object.at("metadata", "labels", SERVICE_NAME).orEmpty();
  }

  /**
   * Its ready nodes.
   *
   * @param skipped takes what cannot be used, and why
   */
  NodeTable.Change nodes(BiConsumer<String, String> skipped) {
    List<Unstructured> ready =
        object.at("endpoints").items().stream().filter(EndpointSlice::isReady).toList();
    Optional<Integer> port = port();
    if (port.isEmpty() && !ready.isEmpty()) {
      skipped.accept(name(), "no port with appProtocol kubernetes.io/h2c or grpc, or named grpc");
    }
    return new NodeTable.Change(
        key(),
        port.stream().flatMap(p -> ready.stream().flatMap(e -> node(e, p, skipped))).toList());
  }

  /** It was deleted. */
  NodeTable.Change gone() {
    return new NodeTable.Change(key(), List.of());
  }

  /**
   * Of two nodes with one id, which a pod with addresses of both families has, that of the later
   * key counts: IPv4, which every network in use carries.
   */
  private String key() {
    String type = object.at("addressType").orEmpty();
    return (type.equals("IPv6") ? "" : type) + "/" + name();
  }

  private String name() {
    return object.at("metadata", "name").orEmpty();
  }

  /** An unknown condition counts as true, except that of being terminated. */
  private static boolean isReady(Unstructured endpoint) {
    return !endpoint.at("conditions", "ready").is(false)
        && !endpoint.at("conditions", "terminating").is(true);
  }

  /** By protocol, else by name, else the only one. */
  private Optional<Integer> port() {
    List<Unstructured> ports = object.at("ports").items();
    return ports.stream()
        .filter(port -> GRPC.contains(port.at("appProtocol").orEmpty()))
        .findFirst()
        .or(() -> named("grpc"))
        .or(() -> ports.size() == 1 ? Optional.of(ports.get(0)) : Optional.empty())
        .flatMap(port -> port.at("port").number());
  }

  private Optional<Unstructured> named(String name) {
    return object.at("ports").items().stream().filter(port -> port.at("name").is(name)).findFirst();
  }

  private Stream<Node> node(Unstructured endpoint, int port, BiConsumer<String, String> skipped) {
    String host =
        endpoint.at("addresses").items().stream().findFirst().map(Unstructured::orEmpty).orElse("");
    try {
      Map<String, String> metadata =
          named(METRICS)
              .flatMap(metrics -> metrics.at("port").number())
              .map(number -> Map.of(METRICS, new HostPort(host, number).toString()))
              .orElse(Map.of());
      String id = endpoint.at("targetRef", "name").text().orElse(host);
      return Stream.of(
          Node.of(service(), id, new HostPort(host, port).toString()).withMetadata(metadata));
    } catch (IllegalArgumentException e) {
      skipped.accept(name(), String.valueOf(e.getMessage()));
      return Stream.empty();
    }
  }
}
