package shippy.registry.etcd.format;

import io.etcd.jetcd.ByteSequence;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import shippy.registry.Node;

/**
 * go-micro's keys: {@code /micro/registry/<service>/<node id>}, with each slash inside made a dash.
 */
public final class EtcdKeys {
  public static final String PREFIX = "/micro/registry/";

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

  /** The end of the range of all keys with a prefix that ends with a slash. */
  public static ByteSequence end(String prefix) {
    return bytes(prefix.substring(0, prefix.length() - 1) + (char) ('/' + 1));
  }

  /** The service in a key, empty if go-micro cannot have written the key. */
  public static Optional<String> service(String key) {
    int slash = key.indexOf('/', PREFIX.length());
    boolean ours = key.startsWith(PREFIX) && slash > PREFIX.length() && slash < key.length() - 1;
    return ours && key.indexOf('/', slash + 1) < 0
        ? Optional.of(key.substring(PREFIX.length(), slash))
        : Optional.empty();
  }

  public static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }

  private static String dashed(String name) {
    return name.replace('/', '-');
  }
}
