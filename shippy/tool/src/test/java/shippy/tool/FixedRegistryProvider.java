package shippy.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.registry.Endpoint;
import shippy.registry.Endpoint.Value;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.RegistryProvider;
import shippy.testkit.GoMicroServer;
import shippy.testkit.registry.AddressTable;

/**
 * {@code --registry=fixed}: always the same nodes; {@code --registry_address=empty}: none; {@code
 * --registry_address=hostile}: one with a name to colour a terminal; {@code
 * --registry_address=twins}: two services whose names end alike; {@code --registry_address=PORT}:
 * both services there; {@code --registry_address=go:PORT,PORT}: a vessel service of go-micro at
 * each; {@code --registry_address=fleet:PORT,PORT}: the same, but the first is ours; {@code
 * --registry_address=addresses:PORT}: an instance at each address of {@link AddressTable}.
 */
public final class FixedRegistryProvider implements RegistryProvider {
  private static final String TABLE = "addresses:";
  private static final Value STRING = new Value("id", "string", List.of());
  private static final Endpoint FIND =
      new Endpoint(
          "VesselService.FindAvailable",
          new Value("Specification", "Specification", List.of(leaf("capacity", "int32"))),
          new Value(
              "Response",
              "Response",
              List.of(new Value("vessel", "Vessel", List.of(STRING)), leaf("vessels", "[]Vessel"))),
          Map.of());
  private static final Endpoint WATCH =
      new Endpoint(
          "VesselService.Watch",
          new Value("Empty", "Empty", List.of()),
          new Value("Response", "Response", List.of()),
          Map.of("stream", "true"));

  @Override
  public String kind() {
    return "fixed";
  }

  @Override
  public Registry open(Config config) {
    InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
    String address = config.find(Settings.REGISTRY_ADDRESS).orElse("");
    List<Node> nodes =
        address.matches("(go|fleet):.*")
            ? fleet(address)
            : address.startsWith(TABLE)
                ? AddressTable.nodes(
                    "shippy.service.vessel", Integer.parseInt(address.substring(TABLE.length())))
                : nodes(address);
    nodes.forEach(node -> registry.register(node, Duration.ofHours(1)));
    return registry;
  }

  private static List<Node> fleet(String address) {
    List<Node> nodes = new ArrayList<>();
    for (String port : List.of(address.replaceFirst(".*:", "").split(",", -1))) {
      boolean ours = nodes.isEmpty() && address.startsWith("fleet");
      List<Endpoint> endpoints = new ArrayList<>(GoMicroServer.endpoints());
      endpoints.replaceAll(one -> ours ? renamed(one) : one);
      nodes.add(
          new Node(
              "shippy.service.vessel",
              ours ? "java" : "go-" + nodes.size(),
              "latest",
              "127.0.0.1:" + port,
              Map.of(),
              endpoints));
    }
    return nodes;
  }

  /** Ours has no Track, and GetVessels besides. */
  private static Endpoint renamed(Endpoint endpoint) {
    String name = endpoint.name().replace("Track", "GetVessels");
    return new Endpoint(name, endpoint.request(), endpoint.response(), Map.of());
  }

  private static List<Node> nodes(String address) {
    return switch (address) {
      case "" -> nodes();
      case "empty" -> List.of();
      case "twins" ->
          List.of(Node.of("a.twin", "a-1", "127.0.0.1:1"), Node.of("b.twin", "b-1", "127.0.0.1:1"));
      case "hostile" -> List.of(Node.of("\u001b[31mred", "\u202eid\nid", "127.0.0.1:1"));
      default -> both("127.0.0.1:" + address);
    };
  }

  private static List<Node> both(String address) {
    return List.of(
        Node.of("shippy.service.consignment", "consignment-1", address),
        Node.of("shippy.service.vessel", "vessel-1", address));
  }

  private static List<Node> nodes() {
    Map<String, String> metadata = Map.of("protocol", "grpc", "broker", "http");
    return List.of(
        Node.of("shippy.service.consignment", "consignment-1", "127.0.0.1:1"),
        node("vessel-1", "latest", "127.0.0.1:2", metadata),
        node("vessel-2", "latest", "[::1]:3", Map.of("note", "\u001b[31mred\tx")),
        node("vessel-3", "next", "127.0.0.1:4", metadata));
  }

  private static Node node(
      String id, String version, String address, Map<String, String> metadata) {
    return new Node("shippy.service.vessel", id, version, address, metadata, List.of(FIND, WATCH));
  }

  private static Value leaf(String name, String type) {
    return new Value(name, type, List.of());
  }
}
