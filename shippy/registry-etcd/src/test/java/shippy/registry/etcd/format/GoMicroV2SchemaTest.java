package shippy.registry.etcd.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import shippy.registry.Endpoint;
import shippy.registry.Endpoint.Value;

/** go-micro v2 lists what Go's generator adds to each message, cut off where it is three deep. */
class GoMicroV2SchemaTest {
  private static final String CHILDREN =
      """
      [{"name":"NoUnkeyedLiterals","type":"NoUnkeyedLiterals","values":null},
       {"name":"DoNotCompare","type":"DoNotCompare","values":null},
       {"name":"DoNotCopy","type":"DoNotCopy","values":null},
       {"name":"MessageInfo","type":"MessageInfo","values":null}]
      """;
  private static final String GENERATED =
      """
      {"name":"MessageState","type":"MessageState","values":%s},
      {"name":"int32","type":"int32","values":null},
      {"name":"unknownFields","type":"[]uint8","values":null}
      """;
  private static final String VALUE =
      """
      {"name":"s","nodes":[{"id":"i","address":"h:1"}],"endpoints":[{"name":"S.M",
       "request":{"name":"Empty","type":"Empty","values":[%1$s]},
       "response":{"name":"Response","type":"Response","values":[%1$s,
        {"name":"vessel","type":"Vessel","values":[%2$s,
         {"name":"id","type":"string","values":null}]}]}}]}\
      """;

  @Test
  void schema_is_read_as_the_fields_of_its_messages() throws IOException {
    Value vessel = new Value("vessel", "Vessel", List.of(new Value("id", "string", List.of())));
    String value = VALUE.formatted(GENERATED.formatted(CHILDREN), GENERATED.formatted("null"));
    assertThat(NodeCodec.decode(value, why -> {}))
        .singleElement()
        .satisfies(
            node ->
                assertThat(node.endpoints())
                    .containsExactly(
                        new Endpoint(
                            "S.M",
                            new Value("Empty", "Empty", List.of()),
                            new Value("Response", "Response", List.of(vessel)),
                            Map.of())));
  }
}
