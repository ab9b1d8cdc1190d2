package shippy.registry.etcd.format;

import io.etcd.jetcd.ByteSequence;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import shippy.registry.Node;

/**
 * {@code kitex/registry-etcd/<service>/<address>}; the value is JSON with network, address, weight
 * and tags, which become metadata.
 */
record KitexLayout() implements KeyLayout {
  @Override
  public String root() {
    return "kitex/registry-etcd/";
  }

  @Override
  public List<Node> read(String service, String key, String value, Consumer<String> refused)
      throws IOException {
    GoJsonObject json = GoJsonObject.parse(value);
    Map<String, String> metadata = new TreeMap<>(json.pairs("tags"));
    for (String name : List.of("network", "weight")) {
      json.scalar(name).ifPresent(text -> metadata.put(name, text));
    }
    String id = key.substring(Math.min(key.length(), prefix(service).length()));
    return List.of(new Node(service, id, "latest", json.text("address"), metadata, List.of()));
  }

  @Override
  public ByteSequence value(Node node) {
    throw KeyLayout.readOnly("kitex");
  }
}
