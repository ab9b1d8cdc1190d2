package shippy.registry.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.etcd.jetcd.ByteSequence;
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

class NodeReaderTest {
  private static final Value EMPTY = new Value("", "", List.of());

  private final List<String> refused = new ArrayList<>();

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
    assertThat(NodeReader.read(NodeWriter.write(node), refused::add)).containsExactly(node);
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
                  "metadata":{"server":"mucp","transport":"http"}}]}"""))
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
                 "nodes":[{"metadata":{"protocol":"grpc"},"id":"s-1","address":"[fd00::1]:9"}]}"""))
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
                 "Name":"s","Version":"","endpoints":null,"domain":"micro","deep":[[[{"a":[]}]]]}"""))
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
        "{\"name\":\"s\",\"nodes\":[7]}",
        "{\"name\":\"s\",\"nodes\":[{\"id\":\"i\",\"address\":\"h:1\",\"metadata\":{\"a\":1}}]}",
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
    assertThatIOException()
        .isThrownBy(() -> NodeReader.read(ByteSequence.from(new byte[64 * 1024 + 1]), refused::add))
        .withMessage("value: 65537 bytes (expected: at most 65536)");
    assertThatIOException().isThrownBy(() -> read("{\"a\":" + "[".repeat(60_000)));
    assertThatIOException().isThrownBy(() -> read("{\"values\":".repeat(6_000)));
  }

  @Test
  void broken_utf8_is_replaced_as_in_go() throws IOException {
    ByteSequence value =
        Keys.bytes("{\"name\":\"s\",\"nodes\":[{\"id\":\"i")
            .concat(ByteSequence.from(new byte[] {(byte) 0xff}))
            .concat(Keys.bytes("\",\"address\":\"h:1\"}]}"));
    assertThat(NodeReader.read(value, refused::add))
        .containsExactly(Node.of("s", "i\ufffd", "h:1"));
  }

  private List<Node> read(String value) throws IOException {
    return NodeReader.read(Keys.bytes(value), refused::add);
  }
}
