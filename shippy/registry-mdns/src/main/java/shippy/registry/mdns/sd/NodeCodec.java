package shippy.registry.mdns.sd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import shippy.registry.HostPort;
import shippy.registry.Node;

/**
 * Converts nodes to DNS-SD records and back, without endpoints: those stand in go-micro's records.
 */
public final class NodeCodec {
  private static final String METADATA = "md.";

  private NodeCodec() {}

  /** The TXT record; an {@link IllegalArgumentException} names the key that does not fit. */
  public static byte[] txt(Node node) {
    Map<String, String> pairs = new LinkedHashMap<>();
    pairs.put("txtvers", "1");
    pairs.put("service", node.service());
    pairs.put("id", node.id());
    pairs.put("version", node.version());
    pairs.put("address", node.address());
    // A TXT key is printable ASCII without "=".
    node.metadata().forEach((k, v) -> pairs.put(METADATA + URLEncoder.encode(k, UTF_8), v));
    return new TxtRecord(pairs).bytes();
  }

  /** Whether the TXT record says where the node is; so it is if it cannot be read. */
  static boolean hasAddress(byte[] txt) {
    try {
      return TxtRecord.parse(txt).pairs().keySet().stream().anyMatch("address"::equalsIgnoreCase);
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  /**
   * The node of a TXT record.
   *
   * @param port of its SRV record
   * @param hosts its addresses, the best first; read where the TXT record has none
   * @throws IllegalArgumentException that says why it is not a node's
   */
  public static Node decode(byte[] txt, int port, List<InetAddress> hosts) {
    Map<String, String> known = new TreeMap<>();
    Map<String, String> metadata = new TreeMap<>();
    TxtRecord.parse(txt).pairs().forEach((key, value) -> sort(key, value, known, metadata));
    String version = known.getOrDefault("txtvers", "1");
    if (!version.equals("1")) {
      throw new IllegalArgumentException("txtvers: \"%s\" (expected: 1)".formatted(version));
    }
    String address = known.get("address");
    return new Node(
        required(known, "service"),
        required(known, "id"),
        known.getOrDefault("version", "latest"),
        address != null ? address : addressOf(port, hosts),
        metadata,
        List.of());
  }

  /** Keys are compared without case (RFC 6763 §6.4); those of the metadata are part of the data. */
  private static void sort(
      String key, String value, Map<String, String> known, Map<String, String> metadata) {
    String plain = key.toLowerCase(Locale.ROOT);
    if (plain.startsWith(METADATA)) {
      metadata.putIfAbsent(URLDecoder.decode(key.substring(METADATA.length()), UTF_8), value);
    } else {
      known.putIfAbsent(plain, value);
    }
  }

  private static String required(Map<String, String> pairs, String key) {
    String value = pairs.get(key);
    if (value == null) {
      throw new IllegalArgumentException("%s: missing (expected: a TXT pair)".formatted(key));
    }
    return value;
  }

  private static String addressOf(int port, List<InetAddress> hosts) {
    return hosts.stream()
        .findFirst()
        .map(host -> new HostPort(host.getHostAddress(), port).toString())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "address: missing (expected: a TXT pair, or an A or AAAA record)"));
  }
}
