package shippy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeTableTest {
  private final List<String> leftOut = new ArrayList<>();
  private final NodeTable table = new NodeTable("s", leftOut::add);

  @Test
  void keys_beyond_a_thousand_are_left_out_and_told() {
    for (int i = 1_000; i <= 2_000; i++) {
      put("k" + i, node("n" + i, 1));
    }
    assertThat(table.nodes()).hasSize(1_000).doesNotContain(node("n2000", 1));
    assertThat(leftOut).containsExactly("k2000");
  }

  @Test
  void nodes_of_one_key_beyond_a_thousand_are_left_out_and_told() {
    put(
        "k",
        IntStream.rangeClosed(1_000, 2_000).mapToObj(i -> node("n" + i, 1)).toArray(Node[]::new));
    assertThat(table.nodes()).hasSize(1_000).doesNotContain(node("n2000", 1));
    assertThat(leftOut).containsExactly("n2000");
  }

  @Test
  void full_table_still_takes_what_replaces_and_what_fills_a_gap() {
    for (int i = 1_000; i < 2_000; i++) {
      put("k" + i, node("n" + i, 1));
    }
    put("k1000", node("n1000", 2));
    put("k1001");
    put("k2000", node("n2000", 1));
    assertThat(table.nodes())
        .hasSize(1_000)
        .contains(node("n1000", 2), node("n2000", 1))
        .doesNotContain(node("n1001", 1));
    assertThat(leftOut).isEmpty();
  }

  @Test
  void one_key_with_many_nodes_cannot_exceed_the_bound() {
    Node[] many = new Node[1_500];
    for (int i = 0; i < many.length; i++) {
      many[i] = node("n" + i, 1);
    }
    put("k", many);
    assertThat(table.nodes()).hasSize(1_000);
  }

  @Test
  void nodes_are_sorted_by_id_and_of_two_with_one_id_the_later_key_wins() {
    put("b", node("y", 1));
    put("a", node("x", 1));
    put("c", node("x", 2));
    assertThat(table.nodes()).containsExactly(node("x", 2), node("y", 1));
    put("c");
    put("unknown");
    assertThat(table.nodes()).containsExactly(node("x", 1), node("y", 1));
  }

  @Test
  void values_beyond_the_bound_of_bytes_are_left_out_until_others_go() {
    int half = (int) (NodeTable.MAX_BYTES / 2);
    table.apply(new NodeTable.Change("a", List.of(node("x", 1)), half));
    table.apply(new NodeTable.Change("b", List.of(node("y", 1)), half));
    table.apply(new NodeTable.Change("c", List.of(node("z", 1)), 1));
    assertThat(leftOut).containsExactly("c");
    table.apply(new NodeTable.Change("b", List.of(node("y", 2)), half));
    put("a");
    table.apply(new NodeTable.Change("c", List.of(node("z", 1)), half));
    assertThat(table.nodes()).containsExactly(node("y", 2), node("z", 1));
    assertThat(leftOut).containsExactly("c");
  }

  @Test
  void exact_name_hides_other_spellings_at_the_same_place() {
    Node other = Node.of("s/", "a", "h:1");
    put("a", other);
    assertThat(table.nodes()).containsExactly(other);
    put("b", node("x", 1));
    assertThat(table.nodes()).containsExactly(node("x", 1));
  }

  private void put(String key, Node... nodes) {
    table.apply(new NodeTable.Change(key, List.of(nodes)));
  }

  private static Node node(String id, int port) {
    return Node.of("s", id, "h:" + port);
  }
}
