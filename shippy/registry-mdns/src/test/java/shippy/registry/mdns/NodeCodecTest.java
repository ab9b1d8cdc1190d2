package shippy.registry.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static shippy.registry.mdns.TxtRecordTest.strings;

import java.util.List;
import java.util.Map;
import javax.jmdns.ServiceInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.registry.Endpoint;
import shippy.registry.Node;

class NodeCodecTest {
  private static final Node PLAIN = Node.of("a.b", "a.b-1", "127.0.0.1:50051");

  @Test
  void node_round_trips_without_its_endpoints() {
    Endpoint.Value empty = new Endpoint.Value("Empty", "Empty", List.of());
    Endpoint endpoint = new Endpoint("S.M", empty, empty, Map.of());
    Map<String, String> metadata = Map.of("empty", "", "text", "世界 ⛵", "formula", "a=b=c");
    Node node = new Node("a.b", "a.b-1", "1.2", "[::1]:9", metadata, List.of(endpoint));
    assertThat(NodeCodec.decode(NodeCodec.encode(node, 0)))
        .isEqualTo(new Node("a.b", "a.b-1", "1.2", "[::1]:9", metadata, List.of()));
  }

  @Test
  void metadata_keys_round_trip_whatever_they_are() {
    Map<String, String> metadata = Map.of("a=b", "1", "ключ", "2", "", "3", "a b+%20", "4");
    Node node = PLAIN.withMetadata(metadata);
    assertThat(NodeCodec.decode(NodeCodec.encode(node, 0))).isEqualTo(node);
  }

  @Test
  void records_are_those_that_any_dns_sd_browser_reads() {
    ServiceInfo info = NodeCodec.encode(PLAIN.withMetadata(Map.of("zone", "1")), 0);
    assertThat(info.getQualifiedName()).isEqualTo("a-b-1._shippy._tcp.local.");
    assertThat(info.getPort()).isEqualTo(50051);
    assertThat(info.getTextBytes())
        .isEqualTo(
            strings(
                "txtvers=1",
                "service=a.b",
                "id=a.b-1",
                "version=latest",
                "address=127.0.0.1:50051",
                "md.zone=1"));
  }

  @Test
  void metadata_that_does_not_fit_is_refused_by_key() {
    Node node = PLAIN.withMetadata(Map.of("note", "x".repeat(300)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NodeCodec.txt(node))
        .withMessage("md.note: 308 bytes (expected: at most 255)");
  }

  @Test
  void unknown_pairs_and_a_missing_version_are_tolerated() {
    assertThat(decode("service=a.b", "id=a.b-1", "address=127.0.0.1:50051", "model=x", "md"))
        .isEqualTo(PLAIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id=x", // no service
        "service=x", // no id
        "service=x|id=y|txtvers=2",
        "service=|id=y|address=h:1",
        "service=x|id=y", // no address of any kind
        "service=x|id=y|version=|address=h:1",
        "service=x|id=y|address=h:1|md.%zz=1",
      })
  void hostile_records_are_refused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> decode(text.split("\\|", -1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "h", "h:99999", "h:1 rm -rf", "0.0.0.0:1", "[::1]:1"})
  void address_is_kept_as_it_is(String address) {
    assertThat(decode("service=x", "id=y", "address=" + address))
        .isEqualTo(Node.of("x", "y", address));
  }

  @Test
  void service_without_its_text_yet_is_incomplete() {
    assertThat(NodeCodec.complete(NodeCodec.encode(PLAIN, 0))).isTrue();
    assertThat(NodeCodec.complete(ServiceInfo.create(NodeCodec.TYPE, "x", 1, 0, 0, new byte[1])))
        .isFalse();
    // How JmDNS makes one from a SRV record: the text becomes the server as well.
    assertThat(NodeCodec.complete(ServiceInfo.create(NodeCodec.TYPE, "x", 1, "host.local.")))
        .isFalse();
  }

  private static Node decode(String... strings) {
    return NodeCodec.decode(ServiceInfo.create(NodeCodec.TYPE, "x", 50051, 0, 0, strings(strings)));
  }
}
