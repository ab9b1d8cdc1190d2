package shippy.registry.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import shippy.registry.Node;
import shippy.registry.mdns.dns.DnsName;

class SeenNodesTest {
  private final List<String> changed = new ArrayList<>();
  private final SeenNodes seen = new SeenNodes(changed::add);

  private void put(String label, Node node) {
    seen.put(DnsName.of(label), node);
  }

  private void remove(String label) {
    seen.remove(DnsName.of(label), false, 0);
  }

  @Test
  void one_id_under_two_labels_counts_once_as_the_first_says_while_it_lasts() {
    Node before = Node.of("s", "s-1", "127.0.0.1:1");
    Node after = Node.of("s", "s-1", "127.0.0.1:2");
    put("s-1", before);
    put("s-1-x", after);
    assertThat(seen.nodes("s")).containsExactly(before);
    put("s-1", before.withMetadata(Map.of("k", "v")));
    assertThat(seen.nodes("s")).containsExactly(before.withMetadata(Map.of("k", "v")));
    remove("s-1");
    assertThat(seen.nodes("s")).containsExactly(after);
    remove("s-1-x");
    assertThat(seen.nodes("s")).isEmpty();
    assertThat(seen.services()).isEmpty();
  }

  @Test
  void nodes_and_services_are_sorted() {
    put("x", Node.of("t", "t-2", "h:1"));
    put("y", Node.of("t", "t-1", "h:1"));
    put("z", Node.of("s", "s-1", "h:1"));
    assertThat(seen.nodes("t")).extracting(Node::id).containsExactly("t-1", "t-2");
    assertThat(seen.services()).containsExactly("s", "t");
  }

  @Test
  void label_that_moves_to_another_node_leaves_the_first() {
    put("x", Node.of("s", "s-1", "h:1"));
    put("x", Node.of("t", "t-1", "h:1"));
    assertThat(seen.services()).containsExactly("t");
    assertThat(changed).containsExactly("s", "s", "t");
  }

  @Test
  void equal_node_is_no_change() {
    put("x", Node.of("s", "s-1", "h:1"));
    put("x", Node.of("s", "s-1", "h:1"));
    assertThat(changed).containsExactly("s");
  }

  @Test
  void service_takes_a_thousand_nodes_and_no_more() {
    for (int i = 0; i < SeenNodes.MAX_PER_SERVICE; i++) {
      put("l" + i, Node.of("s", "s-" + i, "h:1"));
    }
    Node extra = Node.of("s", "s-x", "h:1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> put("extra", extra))
        .withMessage("nodes of s: more (expected: at most 1000)");
    Node moved = Node.of("s", "s-7", "h:2");
    put("l7", moved);
    put("other", Node.of("t", "t-1", "h:1"));
    assertThat(seen.nodes("s")).hasSize(1000).contains(moved);
  }

  @Test
  void there_are_a_thousand_services_and_no_more() {
    for (int i = 0; i < 1000; i++) {
      put("l" + i, Node.of("s" + i, "s-1", "h:1"));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> put("extra", Node.of("x", "x-1", "h:1")))
        .withMessage("services: more (expected: at most 1000)");
  }
}
