package shippy.registry.mdns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.jmdns.ServiceInfo;
import shippy.registry.HostPort;
import shippy.registry.Node;

/**
 * Converts nodes to DNS-SD records and back, without endpoints: servers tell those by reflection.
 */
final class NodeCodec {
  /** The DNS-SD type of all shippy services; the TXT record has the name of the service. */
  static final String TYPE = "_shippy._tcp.local.";

  private static final String METADATA = "md.";

  private NodeCodec() {}

  /** The records of a node; an {@link IllegalArgumentException} names the key that does not fit. */
  static ServiceInfo encode(Node node, int generation) {
    String label = InstanceLabel.of(node.id(), generation);
    return ServiceInfo.create(TYPE, label, node.hostPort().port(), 0, 0, txt(node));
  }

  /** The TXT record of a node. */
  static byte[] txt(Node node) {
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

  /**
   * Whether the TXT record has arrived. JmDNS reports a service as resolved before, with an empty
   * text or with the host's name as text.
   */
  static boolean complete(ServiceInfo info) {
    byte[] txt = info.getTextBytes();
    byte[] server = info.getServer().getBytes(UTF_8);
    return txt.length > 1 && !Arrays.equals(txt, 1, txt.length, server, 0, server.length);
  }

  /**
   * The node of these records; an {@link IllegalArgumentException} says why they are not a node's.
   */
  static Node decode(ServiceInfo info) {
    Map<String, String> pairs = TxtRecord.parse(info.getTextBytes()).pairs();
    String version = pairs.getOrDefault("txtvers", "1");
    if (!version.equals("1")) {
      throw new IllegalArgumentException("txtvers: \"%s\" (expected: 1)".formatted(version));
    }
    String address = pairs.get("address");
    return new Node(
        required(pairs, "service"),
        required(pairs, "id"),
        pairs.getOrDefault("version", "latest"),
        address != null ? address : addressOf(info),
        metadata(pairs),
        List.of());
  }

  private static Map<String, String> metadata(Map<String, String> pairs) {
    Map<String, String> metadata = new TreeMap<>();
    pairs.forEach(
        (key, value) -> {
          if (key.startsWith(METADATA)) {
            metadata.put(URLDecoder.decode(key.substring(METADATA.length()), UTF_8), value);
          }
        });
    return metadata;
  }

  private static String required(Map<String, String> pairs, String key) {
    String value = pairs.get(key);
    if (value == null) {
      throw new IllegalArgumentException("%s: missing (expected: a TXT pair)".formatted(key));
    }
    return value;
  }

  private static String addressOf(ServiceInfo info) {
    return Stream.<InetAddress[]>of(info.getInet4Addresses(), info.getInet6Addresses())
        .flatMap(Stream::of)
        .findFirst()
        .map(host -> new HostPort(host.getHostAddress(), info.getPort()).toString())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "address: missing (expected: a TXT pair, or an A or AAAA record)"));
  }
}
