package shippy.registry.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import shippy.registry.Endpoint;
import shippy.registry.Endpoint.Value;
import shippy.registry.Node;

class NodeWriterTest {
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

  /** The bytes that a go-micro v2.9.1 service writes: one line, cut here at its commas. */
  @Test
  void node_is_written_as_go_micro_does_to_the_byte() {
    Node node =
        new Node("shippy.service.vessel", ID, "latest", "192.0.2.2:50051", METADATA, List.of(FIND));
    assertThat(NodeWriter.write(node).toString())
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
            "transport":"grpc"}}]}""");
    assertThat(Keys.of(node).toString()).isEqualTo("/micro/registry/shippy.service.vessel/" + ID);
  }

  @Test
  void slashes_in_names_become_dashes_in_keys_and_stay_in_values() {
    Node node = Node.of("a/b", "a/b-1", "127.0.0.1:1");
    assertThat(Keys.of(node).toString()).isEqualTo("/micro/registry/a-b/a-b-1");
    assertThat(NodeWriter.write(node).toString())
        .isEqualTo(
            """
            {"name":"a/b","version":"latest","metadata":null,"endpoints":[],\
            "nodes":[{"id":"a/b-1","address":"127.0.0.1:1","metadata":{}}]}""");
  }

  @Test
  void texts_are_escaped_as_in_go() {
    String text = "<a>&\"\\ \n\r\t\b\f\u0001\u001f \u007f \u2028\u2029 é世🚢";
    Node node = Node.of("s", "i", "127.0.0.1:1").withMetadata(Map.of("<k>", text));
    assertThat(NodeWriter.write(node).toString())
        .contains(
            "{\"\\u003ck\\u003e\":\"\\u003ca\\u003e\\u0026\\\"\\\\ \\n\\r\\t\\u0008\\u000c"
                + "\\u0001\\u001f \u007f \\u2028\\u2029 é世🚢\"}");
  }
}
