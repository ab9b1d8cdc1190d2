package shippy.registry.etcd.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.registry.Endpoint;
import shippy.registry.Endpoint.Value;
import shippy.registry.Node;

class NodeCodecTest {
  private static final Value EMPTY = new Value("", "", List.of());
  private static final String ID = "shippy.service.vessel-2f6b4b1e-6f5a-4c4e-9a57-0d5a0c6f6c55";
  private static final Endpoint FIND =
      new Endpoint(
          "VesselService.FindAvailable",
          new Value(
              "Specification",
              "Specification",
              List.of(
                  new Value("capacity", "int32", List.of()),
                  new Value("max_weight", "int32", List.of()))),
          new Value(
              "Response",
              "Response",
              List.of(
                  new Value("vessel", "Vessel", List.of(new Value("id", "string", List.of()))),
                  new Value("vessels", "[]Vessel", List.of()))),
          Map.of());
  private static final Map<String, String> METADATA =
      Map.of(
          "transport",
          "grpc",
          "broker",
          "http",
          "registry",
          "etcd",
          "server",
          "grpc",
          "protocol",
          "grpc");

  private final List<String> refused = new ArrayList<>();

  /** The bytes that a go-micro v2.9.1 service writes: one line, cut here at its commas. */
  @Test
  void node_is_written_as_go_micro_does_to_the_byte() {
    Node node =
        new Node("shippy.service.vessel", ID, "latest", "192.0.2.2:50051", METADATA, List.of(FIND));
    assertThat(NodeCodec.encode(node).toString())
        .isEqualTo(
            """
            {"name":"shippy.service.vessel","version":"latest","metadata":null,\
            "endpoints":[{"name":"VesselService.FindAvailable",\
            "request":{"name":"Specification","type":"Specification","values":[\
            {"name":"capacity","type":"int32","values":null},\
            {"name":"max_weight","type":"int32","values":null}]},\
            "response":{"name":"Response","type":"Response","values":[\
            {"name":"vessel","type":"Vessel","values":[\
            {"name":"id","type":"string","values":null}]},\
            {"name":"vessels","type":"[]Vessel","values":null}]},\
            "metadata":{}}],\
            "nodes":[{"id":"shippy.service.vessel-2f6b4b1e-6f5a-4c4e-9a57-0d5a0c6f6c55",\
            "address":"192.0.2.2:50051",\
            "metadata":{"broker":"http","protocol":"grpc","registry":"etcd","server":"grpc",\
            "transport":"grpc"}}]}\
            """);
    assertThat(EtcdKeys.of(node).toString())
        .isEqualTo("/micro/registry/shippy.service.vessel/" + ID);
  }

  @Test
  void slashes_in_names_become_dashes_in_keys_and_stay_in_values() {
    Node node = Node.of("a/b", "a/b-1", "127.0.0.1:1");
    assertThat(EtcdKeys.of(node).toString()).isEqualTo("/micro/registry/a-b/a-b-1");
    assertThat(NodeCodec.encode(node).toString())
        .isEqualTo(
            """
            {"name":"a/b","version":"latest","metadata":null,"endpoints":[],\
            "nodes":[{"id":"a/b-1","address":"127.0.0.1:1","metadata":{}}]}\
            """);
  }

  @Test
  void texts_are_escaped_as_in_go() {
    String text = "<a>&\"\\ \n\r\t\b\f\u0001\u001f \u007f \u2028\u2029 é世🚢";
    Node node = Node.of("s", "i", "127.0.0.1:1").withMetadata(Map.of("<k>", text));
    assertThat(NodeCodec.encode(node).toString())
        .contains(
            "{\"\\u003ck\\u003e\":\"\\u003ca\\u003e\\u0026\\\"\\\\ \\n\\r\\t\\u0008\\u000c"
                + "\\u0001\\u001f \u007f \\u2028\\u2029 é世🚢\"}");
  }

  @Test
  void what_is_written_is_read() throws IOException {
    Value leaf = new Value("id", "string", List.of());
    Endpoint stream =
        new Endpoint(
            "S.M",
            new Value("Q", "Q", List.of(leaf)),
            EMPTY,
            Map.of("stream", "true", "Path", "/"));
    Node node =
        new Node(
            "s", "s-1", "v<2>", "[::1]:1", Map.of("A", "1", "a", "ü\n\u2028🚢"), List.of(stream));
    assertThat(read(NodeCodec.encode(node).toString())).containsExactly(node);
  }

  /** v1.18, mucp server: no endpoints, and garbage of unexported Go fields in values. */
  @Test
  void go_micro_v1_is_read() throws IOException {
    assertThat(
            read(
                """
                {"name":"greeter","version":"1.0","metadata":null,"endpoints":[{"name":"Say.Hello",
                 "request":{"name":"Request","type":"Request","values":[
                  {"name":"MessageState","type":"MessageState","values":null},
                  {"name":"name","type":"string","values":null}]},
                 "response":null,"metadata":null}],
                 "nodes":[{"id":"greeter-1","address":"10.0.0.1:8080",
                  "metadata":{"server":"mucp","transport":"http"}}]}\
                """))
        .singleElement()
        .satisfies(
            node -> {
              assertThat(node.version()).isEqualTo("1.0");
              assertThat(node.address()).isEqualTo("10.0.0.1:8080");
              assertThat(node.metadata()).containsEntry("server", "mucp");
              assertThat(node.endpoints()).singleElement().extracting("response").isEqualTo(EMPTY);
            });
  }

  /** v4 and later: other field order, metadata first. */
  @Test
  void go_micro_v4_is_read() throws IOException {
    assertThat(
            read(
                """
                {"name":"s","version":"latest","metadata":{},"endpoints":[
                 {"request":{"name":"Q","type":"Q","values":[]},
                  "response":{"name":"R","type":"R","values":null},
                  "metadata":{"stream":"true"},"name":"S.Watch"}],
                 "nodes":[{"metadata":{"protocol":"grpc"},"id":"s-1","address":"[fd00::1]:9"}]}\
                """))
        .containsExactly(
            new Node(
                "s",
                "s-1",
                "latest",
                "[fd00::1]:9",
                Map.of("protocol", "grpc"),
                List.of(
                    new Endpoint(
                        "S.Watch",
                        new Value("Q", "Q", List.of()),
                        new Value("R", "R", List.of()),
                        Map.of("stream", "true")))));
  }

  /** v6 and whoever comes: unknown fields of any form, any case, several nodes. */
  @Test
  void unknown_fields_other_case_and_several_nodes_are_read() throws IOException {
    assertThat(
            read(
                """
                {"NODES":[{"Id":"s-2","Address":"h:2","weight":1.5e3,"metadata":null,"x":[{}]},
                          {"id":"s-1","address":"h:1","tags":{"a":[null,true]}}],
                 "Name":"s","Version":"","endpoints":null,"domain":"micro","deep":[[[{"a":[]}]]]}\
                """))
        .containsExactly(Node.of("s", "s-2", "h:2"), Node.of("s", "s-1", "h:1"));
  }

  @Test
  void service_without_nodes_has_none() throws IOException {
    assertThat(read("{\"name\":\"s\",\"nodes\":null}")).isEmpty();
    assertThat(read("{}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "7",
        "[]",
        "\"text\"",
        "{",
        "{\"name\":\"s\"",
        "{\"name\":\"s\"}x",
        "{\"name\":\"s\"}{}",
        "{\"name\":1}",
        "{\"name\":\"s\",\"nodes\":{}}",
        "\u0000\u0001\u0002",
        "192.0.2.1:50051",
      })
  void what_is_not_a_service_is_refused_with_a_reason(String value) {
    assertThatIOException().isThrownBy(() -> read(value)).withMessageMatching("(?s).+");
  }

  @Test
  void node_without_an_id_or_service_takes_no_other_of_its_value_along() throws IOException {
    String nodes =
        "[{\"id\":\"\",\"address\":\"h:1\"},{\"address\":\"h:2\"},{\"id\":\"i\",\"address\":\"h:3\"}]";
    assertThat(read("{\"name\":\"s\",\"nodes\":" + nodes + "}"))
        .containsExactly(Node.of("s", "i", "h:3"));
    assertThat(refused).hasSize(2).allMatch(why -> why.startsWith("id: \"\" (expected: "));

    refused.clear();
    for (String name : List.of("", "s".repeat(300))) {
      assertThat(read("{\"name\":\"" + name + "\",\"nodes\":" + nodes + "}")).isEmpty();
    }
    assertThat(refused).hasSize(6).allMatch(why -> why.startsWith("service: \""));
  }

  @Test
  void node_that_is_none_takes_no_other_of_its_value_along() throws IOException {
    String nodes =
        "[7,{\"id\":7,\"address\":\"h:1\"},{\"id\":\"i\",\"address\":\"h:2\"},null,\"x\"]";
    assertThat(read("{\"name\":\"s\",\"nodes\":" + nodes + "}"))
        .containsExactly(Node.of("s", "i", "h:2"));
    assertThat(refused)
        .containsExactly(
            "nodes: not an object",
            "id: not a string",
            "id: \"\" (expected: 1-255 characters)",
            "nodes: not an object");
  }

  /** go-micro would skip the whole entry. */
  @Test
  void metadata_that_is_no_text_is_read_as_it_is_written_or_left_out() throws IOException {
    String metadata =
        "{\"n\":1.50,\"big\":12345678901234567890,\"t\":true,\"null\":null,\"o\":{},\"l\":[1],\"s\":\"x\"}";
    assertThat(
            read(
                "{\"name\":\"s\",\"nodes\":[{\"id\":\"i\",\"address\":\"h:1\",\"metadata\":%s}]}"
                    .formatted(metadata)))
        .containsExactly(
            Node.of("s", "i", "h:1")
                .withMetadata(
                    Map.of(
                        "n",
                        "1.50",
                        "big",
                        "12345678901234567890",
                        "t",
                        "true",
                        "null",
                        "",
                        "s",
                        "x")));
  }

  @Test
  void more_than_a_thousand_nodes_of_one_value_are_cut_off_and_told() throws IOException {
    String nodes = "{\"id\":\"i\",\"address\":\"h:1\"},".repeat(1_000);
    assertThat(read("{\"name\":\"s\",\"nodes\":[" + nodes + "{\"id\":\"last\"}]}")).hasSize(1_000);
    assertThat(refused).containsExactly("more than 1000 nodes in one value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "noport", "h:0", "0.0.0.0:80", "h:99999", "[::1", "a b:1", "h:1\u001b"})
  void address_is_kept_as_it_is(String address) throws IOException {
    assertThat(
            read(
                "{\"name\":\"s\",\"nodes\":[{\"id\":\"i\",\"address\":\"%s\"}]}"
                    .formatted(address.replace("\u001b", "\\u001b"))))
        .containsExactly(Node.of("s", "i", address));
  }

  @Test
  void hostile_values_are_refused_cheaply() {
    assertThatIOException().isThrownBy(() -> read("{\"a\":" + "[".repeat(60_000)));
    assertThatIOException().isThrownBy(() -> read("{\"values\":".repeat(6_000)));
  }

  private List<Node> read(String value) throws IOException {
    return NodeCodec.decode(value, refused::add);
  }
}
