package shippy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private static final Node A = Node.of("s", "a", "h:1");
  private static final Node B = Node.of("s", "b", "h:2");

  @Test
  void nodes_are_sorted_by_id_so_that_equal_sets_are_equal() {
    assertThat(new Snapshot.Nodes(List.of(B, A)).nodes()).containsExactly(A, B);
    assertThat(new Snapshot.Nodes(List.of(B, A))).isEqualTo(new Snapshot.Nodes(List.of(A, B)));
  }

  @Test
  void nodes_are_copied_and_immutable() {
    List<Node> nodes = new ArrayList<>(List.of(A));
    Snapshot.Nodes snapshot = new Snapshot.Nodes(nodes);
    nodes.add(B);
    assertThat(snapshot.nodes()).containsExactly(A);
    assertThatThrownBy(() -> snapshot.nodes().add(B))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
