package shippy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.registry.Endpoint.Value;

class NodeTest {
  private static final Node NODE = Node.of("vessel", "vessel-1", "127.0.0.1:50051");

  @Test
  void short_form_has_version_latest_and_nothing_else() {
    assertThat(NODE.version()).isEqualTo("latest");
    assertThat(NODE.metadata()).isEmpty();
    assertThat(NODE.endpoints()).isEmpty();
    assertThat(NODE.hostPort()).isEqualTo(new HostPort("127.0.0.1", 50051));
  }

  @Test
  void short_id_is_the_last_word_of_the_service_and_the_beginning_of_the_id() {
    Node named =
        Node.of("shippy.service.vessel", "shippy.service.vessel-1a2b3c4d-5e6f", "127.0.0.1:1");
    assertThat(named.shortId()).isEqualTo("vessel-1a2b");
    assertThat(NODE.shortId()).isEqualTo("vessel-1");
    assertThat(Node.of("vessel", "another", "127.0.0.1:1").shortId()).isEqualTo("another");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void texts_are_not_blank(String blank) {
    String address = "127.0.0.1:1";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Node.of(blank, "id", address))
        .withMessage("service: \"" + blank + "\" (expected: 1-255 characters)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Node.of("s", blank, address))
        .withMessage("id: \"" + blank + "\" (expected: 1-255 characters)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Node("s", "id", blank, address, Map.of(), List.of()))
        .withMessage("version: \"" + blank + "\" (expected: 1-255 characters)");
  }

  @Test
  void texts_have_at_most_255_characters() {
    String longest = "x".repeat(255);
    assertThat(Node.of(longest, longest, "h:1").service()).isEqualTo(longest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Node.of("x".repeat(256), "id", "h:1"))
        .withMessageEndingWith("(expected: 1-255 characters)");
  }

  @Test
  void address_that_cannot_be_called_is_kept_with_its_fault() {
    Node node = Node.of("s", "id", "nowhere");
    String fault = "address: \"nowhere\" (expected: host:port, such as 127.0.0.1:50051)";
    assertThat(node.address()).isEqualTo("nowhere");
    assertThat(node.addressFault()).contains(fault);
    assertThatIllegalArgumentException().isThrownBy(node::hostPort).withMessage(fault);
    assertThat(NODE.addressFault()).isEmpty();
  }

  @Test
  void metadata_is_copied_sorted_and_immutable() {
    Map<String, String> metadata = new HashMap<>(Map.of("b", "2", "a", "1"));
    Node node = NODE.withMetadata(metadata);
    metadata.put("c", "3");
    assertThat(node.metadata()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
    assertThatThrownBy(() -> node.metadata().put("x", "y"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(NODE.metadata()).isEmpty();
  }

  @Test
  void nodes_are_equal_if_all_parts_are() {
    Value message = new Value("Request", "Request", List.of(new Value("id", "string", List.of())));
    List<Endpoint> endpoints =
        List.of(new Endpoint("Vessel.Find", message, message, Map.of("stream", "true")));
    Node one = new Node("s", "id", "1", "h:1", Map.of("k", "v"), endpoints);
    Node two = new Node("s", "id", "1", "h:1", Map.of("k", "v"), List.copyOf(endpoints));
    assertThat(one).isEqualTo(two).hasSameHashCodeAs(two);
    assertThat(one).isNotEqualTo(one.withMetadata(Map.of()));
  }
}
