package shippy.service;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.registry.Endpoint;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.telemetry.Resource;

/** The name and id under which an instance registers: {@code <service>-<uuid>}, as in go-micro. */
record InstanceIdentity(String service, String id) {

  static InstanceIdentity of(String name, Config config) {
    String service = config.find(Settings.SERVER_NAME).orElse(name);
    String unique = config.find(Settings.SERVER_ID).orElse(UUID.randomUUID().toString());
    return new InstanceIdentity(service, service + "-" + unique);
  }

  /** Whose telemetry it is. */
  Resource resource(Config config) {
    return new Resource(service, id, config.get(Settings.SERVER_VERSION));
  }

  /** The node with the five metadata keys that go-micro's tools expect, and these. */
  Node node(HostPort address, List<Endpoint> endpoints, Map<String, String> more, Config config) {
    Map<String, String> metadata =
        new TreeMap<>(config.find(Settings.SERVER_METADATA).orElse(Map.of()));
    metadata.putAll(more);
    metadata.put("broker", "http");
    metadata.put("protocol", "grpc");
    metadata.put("registry", config.get(Settings.REGISTRY));
    metadata.put("server", "grpc");
    metadata.put("transport", "grpc");
    return new Node(
        service, id, config.get(Settings.SERVER_VERSION), address.toString(), metadata, endpoints);
  }
}
