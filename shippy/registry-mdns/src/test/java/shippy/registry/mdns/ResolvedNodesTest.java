package shippy.registry.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import shippy.registry.Node;

class ResolvedNodesTest {
  private final ResolvedNodes sightings = new ResolvedNodes();

  @Test
  void one_id_under_two_labels_counts_once_as_seen_last() {
    Node before = Node.of("s", "s-1", "127.0.0.1:1");
    Node after = Node.of("s", "s-1", "127.0.0.1:2");
    sightings.put("s-1", before, 1);
    sightings.put("s-1 (2)", after, 1);
    assertThat(sightings.nodes("s")).containsExactly(after);
    sightings.remove("s-1");
    assertThat(sightings.nodes("s")).containsExactly(after);
  }

  @Test
  void nodes_and_services_are_sorted() {
    sightings.put("x", Node.of("t", "t-2", "h:1"), 1);
    sightings.put("y", Node.of("t", "t-1", "h:1"), 1);
    sightings.put("z", Node.of("s", "s-1", "h:1"), 1);
    assertThat(sightings.nodes("t")).extracting(Node::id).containsExactly("t-1", "t-2");
    assertThat(sightings.services()).containsExactly("s", "t");
  }

  @Test
  void service_takes_a_thousand_nodes_and_no_more() {
    for (int i = 0; i < ResolvedNodes.MAX_PER_SERVICE; i++) {
      sightings.put("l" + i, Node.of("s", "s-" + i, "h:1"), 1);
    }
    Node extra = Node.of("s", "s-x", "h:1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sightings.put("extra", extra, 1))
        .withMessage("nodes of s: more (expected: at most 1000)");
    Node changed = Node.of("s", "s-7", "h:2");
    sightings.put("l7", changed, 1);
    sightings.put("other", Node.of("t", "t-1", "h:1"), 1);
    assertThat(sightings.nodes("s")).hasSize(1000).contains(changed);
  }

  @Test
  void what_no_later_session_saw_is_forgotten() {
    sightings.put("a", Node.of("s", "s-a", "h:1"), 1);
    sightings.put("b", Node.of("s", "s-b", "h:1"), 2);
    sightings.removeBefore(2);
    assertThat(sightings.nodes("s")).extracting(Node::id).containsExactly("s-b");
  }
}
