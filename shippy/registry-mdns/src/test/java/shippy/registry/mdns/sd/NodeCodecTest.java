package shippy.registry.mdns.sd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static shippy.registry.mdns.sd.TxtRecordTest.strings;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
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
    assertThat(again(node))
        .isEqualTo(new Node("a.b", "a.b-1", "1.2", "[::1]:9", metadata, List.of()));
  }

  @Test
  void metadata_keys_round_trip_whatever_they_are() {
    Map<String, String> metadata =
        Map.of("a=b", "1", "ключ", "2", "", "3", "a b+%20", "4", "zone", "5", "Zone", "6");
    Node node = PLAIN.withMetadata(metadata);
    assertThat(again(node)).isEqualTo(node);
  }

  @Test
  void text_is_what_any_dns_sd_browser_reads() {
    assertThat(NodeCodec.txt(PLAIN.withMetadata(Map.of("zone", "1"))))
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

  @Test
  void keys_have_no_case_and_the_first_of_equal_ones_counts() {
    assertThat(decode("Service=a.b", "service=x", "ID=a.b-1", "address=127.0.0.1:50051", "id="))
        .isEqualTo(PLAIN);
  }

  @Test
  void address_is_the_best_of_the_host_where_the_text_has_none() throws Exception {
    List<InetAddress> hosts =
        List.of(InetAddress.getByName("10.0.0.1"), InetAddress.getByName("10.0.0.2"));
    byte[] txt = strings("service=a.b", "id=a.b-1");
    assertThat(NodeCodec.decode(txt, 7, hosts)).isEqualTo(Node.of("a.b", "a.b-1", "10.0.0.1:7"));
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

  private static Node again(Node node) {
    return NodeCodec.decode(NodeCodec.txt(node), 50051, List.of());
  }

  private static Node decode(String... strings) {
    return NodeCodec.decode(strings(strings), 50051, List.of());
  }
}
