package shippy.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.registry.Node;
import shippy.registry.NodeTable;

class EndpointSliceTest {
  private static final String GRPC = "{\"name\":\"x\",\"port\":1,\"appProtocol\":\"grpc\"}";
  private static final String H2C =
      "{\"name\":\"y\",\"port\":2,\"appProtocol\":\"kubernetes.io/h2c\"}";
  private static final String NAMED = "{\"name\":\"grpc\",\"port\":3}";
  private static final String METRICS = "{\"name\":\"metrics\",\"port\":9}";
  private static final String OTHER = "{\"name\":\"http\",\"port\":4}";

  private final List<String> skipped = new ArrayList<>();

  private NodeTable.Change change(String type, String ports, String endpoints) throws IOException {
    String slice =
        """
        {"metadata":{"name":"s-1","labels":{"shippy/service-name":"a.b"},"managedFields":[{"x":[]}]},
         "addressType":"%s","ports":%s,"endpoints":%s}
        """;
    return new EndpointSlice(Unstructured.json(slice.formatted(type, ports, endpoints)))
        .nodes((name, why) -> skipped.add(name + ": " + why));
  }

  private static String endpoint(String address, String conditions) {
    return "[{\"addresses\":[\"%s\"],\"conditions\":%s}]".formatted(address, conditions);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                   | 1",
        "null                                 | 1",
        "{'ready':null}                       | 1",
        "{'ready':true}                       | 1",
        "{'ready':true,'terminating':null}    | 1",
        "{'ready':false}                      | 0",
        "{'ready':false,'serving':true}       | 0",
        "{'ready':true,'terminating':true}    | 0",
      },
      quoteCharacter = '"')
  void ready_is_what_is_not_said_to_be_otherwise(String conditions, int nodes) throws IOException {
    String json = conditions.replace('\'', '"');
    assertThat(change("IPv4", "[" + NAMED + "]", endpoint("192.0.2.1", json)).nodes())
        .hasSize(nodes);
  }

  @Test
  void port_is_that_of_the_protocol_else_of_the_name_else_the_only_one() throws IOException {
    String one = endpoint("192.0.2.1", "{}");
    assertThat(addresses(List.of(NAMED, OTHER, GRPC), one)).containsExactly("192.0.2.1:1");
    assertThat(addresses(List.of(NAMED, OTHER, H2C), one)).containsExactly("192.0.2.1:2");
    assertThat(addresses(List.of(OTHER, NAMED), one)).containsExactly("192.0.2.1:3");
    assertThat(addresses(List.of(OTHER), one)).containsExactly("192.0.2.1:4");
    assertThat(skipped).isEmpty();
    assertThat(addresses(List.of(OTHER, METRICS), one)).isEmpty();
    assertThat(addresses(List.of("{\"name\":\"grpc\",\"port\":null}"), one)).isEmpty();
    assertThat(addresses(List.of("{\"name\":\"grpc\",\"port\":70000}"), one)).isEmpty();
    assertThat(skipped)
        .containsExactly(
            "s-1: no port with appProtocol kubernetes.io/h2c or grpc, or named grpc",
            "s-1: no port with appProtocol kubernetes.io/h2c or grpc, or named grpc",
            "s-1: port: 70000 (expected: 0-65535)");
  }

  private List<String> addresses(List<String> ports, String endpoints) throws IOException {
    return change("IPv4", ports.toString(), endpoints).nodes().stream().map(Node::address).toList();
  }

  @Test
  void node_is_named_by_its_pod_else_by_its_address() throws IOException {
    String pod =
        "{\"addresses\":[\"192.0.2.1\"],\"targetRef\":{\"kind\":\"Pod\",\"name\":\"v-1\"}}";
    String none = "{\"addresses\":[\"192.0.2.2\",\"192.0.2.3\"]}";
    assertThat(
            change("IPv4", "[" + NAMED + "," + METRICS + "]", "[" + pod + "," + none + "]").nodes())
        .containsExactly(
            Node.of("a.b", "v-1", "192.0.2.1:3").withMetadata(Map.of("metrics", "192.0.2.1:9")),
            Node.of("a.b", "192.0.2.2", "192.0.2.2:3")
                .withMetadata(Map.of("metrics", "192.0.2.2:9")));
  }

  @Test
  void slice_without_ready_pods_has_no_nodes() throws IOException {
    assertThat(change("IPv4", "[" + NAMED + "]", "null").nodes()).isEmpty();
    assertThat(change("IPv4", "null", "null").nodes()).isEmpty();
    assertThat(change("IPv4", "[]", "[]").nodes()).isEmpty();
    assertThat(skipped).isEmpty();
  }

  @Test
  void pod_with_both_families_is_one_node_at_its_ipv4_address() throws IOException {
    NodeTable table = new NodeTable("a.b", skipped::add);
    String pod = "[{\"addresses\":[\"%s\"],\"targetRef\":{\"name\":\"v-1\"}}]";
    NodeTable.Change six = change("IPv6", "[" + NAMED + "]", pod.formatted("2001:db8::1"));
    table.apply(change("IPv4", "[" + NAMED + "]", pod.formatted("192.0.2.1")));
    table.apply(six);
    assertThat(table.nodes()).containsExactly(Node.of("a.b", "v-1", "192.0.2.1:3"));
    assertThat(six.nodes()).containsExactly(Node.of("a.b", "v-1", "[2001:db8::1]:3"));
  }
}
