package shippy.registry.etcd.format;

import io.etcd.jetcd.ByteSequence;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import shippy.registry.Node;

/** {@code /micro/registry/<service>/<node id>}; the value is JSON with all that a node has. */
record GoMicroLayout() implements KeyLayout {
  @Override
  public String root() {
    return EtcdKeys.PREFIX;
  }

  @Override
  public String prefix(String service) {
    return EtcdKeys.of(service);
  }

  @Override
  public Optional<String> service(String key) {
    return EtcdKeys.service(key);
  }

  /** A dash may stand for a slash. */
  @Override
  public boolean isCertain(String service) {
    return service.indexOf('-') < 0;
  }

  /** Takes nodes of {@code a/b} for {@code a-b} too, which is how keys have it. */
  @Override
  public List<Node> read(String service, String key, String value, Consumer<String> refused)
      throws IOException {
    List<Node> nodes = NodeCodec.decode(value, refused);
    for (Node node : nodes) {
      String name = node.service();
      if (!name.equals(service) && !EtcdKeys.dashed(name).equals(service)) {
        throw new IOException("names another service than its key");
      }
    }
    return nodes;
  }

  @Override
  public String key(Node node) {
    return EtcdKeys.text(node);
  }

  @Override
  public ByteSequence value(Node node) {
    return NodeCodec.encode(node);
  }
}
