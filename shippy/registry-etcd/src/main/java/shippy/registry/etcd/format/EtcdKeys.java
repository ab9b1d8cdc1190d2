package shippy.registry.etcd.format;

import io.etcd.jetcd.ByteSequence;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import shippy.registry.Node;

/**
 * Keys and ranges of keys, and go-micro's: {@code /micro/registry/<service>/<node id>}, with each
 * slash inside made a dash.
 */
public final class EtcdKeys {
  public static final String PREFIX = "/micro/registry/";

  /** The least key, and as an end of a range the end of all keys. */
  public static final ByteSequence ZERO = ByteSequence.from(new byte[1]);

  private static final int MAX_NAME = 255;

  private EtcdKeys() {}

  public static ByteSequence of(Node node) {
    return bytes(text(node));
  }

  public static String text(Node node) {
    return of(node.service()) + dashed(node.id());
  }

  /** The prefix of all keys of a service; its final slash separates {@code a} from {@code a.b}. */
  public static String of(String service) {
    return PREFIX + dashed(service) + "/";
  }

  /** The first possible key with a prefix. */
  public static ByteSequence begin(String prefix) {
    return prefix.isEmpty() ? ZERO : bytes(prefix);
  }

  /** The end of the range of all keys with a prefix that ends with a slash or is empty. */
  public static ByteSequence end(String prefix) {
    return prefix.isEmpty()
        ? ZERO
        : bytes(prefix.substring(0, prefix.length() - 1) + (char) ('/' + 1));
  }

  /** What stands between the root and the last slash of a key; empty if it can name no service. */
  static Optional<String> parent(String root, String key) {
    int slash = key.lastIndexOf('/');
    return key.startsWith(root)
            && slash > root.length()
            && slash - root.length() <= MAX_NAME
            && slash < key.length() - 1
        ? Optional.of(key.substring(root.length(), slash))
        : Optional.empty();
  }

  /** The service in a key, empty if go-micro cannot have written the key. */
  public static Optional<String> service(String key) {
    return parent(PREFIX, key).filter(name -> name.indexOf('/') < 0);
  }

  public static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }

  static String dashed(String name) {
    return name.replace('/', '-');
  }
}
