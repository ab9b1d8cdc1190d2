package shippy.registry.etcd.format;

import io.etcd.jetcd.ByteSequence;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import shippy.registry.HostPort;
import shippy.registry.Node;

/**
 * {@code <service>/<lease, decimal>}; the value is {@code host:port} and nothing else. Keys begin
 * with anything, so what has another form is not ours and is passed over in silence.
 */
record GoZeroLayout() implements KeyLayout {
  private static final Pattern LEASE = Pattern.compile("\\d{1,20}");

  @Override
  public String root() {
    return "";
  }

  @Override
  public Optional<String> service(String key) {
    String id = key.substring(key.lastIndexOf('/') + 1);
    return LEASE.matcher(id).matches() ? EtcdKeys.parent("", key) : Optional.empty();
  }

  @Override
  public boolean isCertain(String service) {
    return false;
  }

  @Override
  public List<Node> read(String service, String key, String value, Consumer<String> refused) {
    if (!service(key).equals(Optional.of(service)) || !isAddress(value)) {
      return List.of();
    }
    return List.of(Node.of(service, key.substring(prefix(service).length()), value));
  }

  private static boolean isAddress(String value) {
    try {
      HostPort.parse(value);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public ByteSequence key(Node node, long lease) {
    return EtcdKeys.bytes(prefix(node.service()) + lease);
  }

  @Override
  public ByteSequence value(Node node) {
    return EtcdKeys.bytes(node.address());
  }
}
