package shippy.registry.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import org.junit.jupiter.api.Test;
import shippy.registry.Node;

class EntriesTest {
  private final Skipped skipped = new Skipped();
  private final Entries entries = new Entries("s", skipped);

  @Test
  void at_most_a_thousand_nodes_are_kept_and_the_rest_is_counted() {
    for (int i = 0; i < Entries.MAX_SEEN + 5; i++) {
      entries.put(entry(Node.of("s", "s-" + i, "127.0.0.1:1")));
    }
    assertThat(entries.nodes()).hasSize(1_000);
    assertThat(skipped.count()).isEqualTo(6);
    entries.put(entry(Node.of("s", "s-0", "127.0.0.1:2")));
    assertThat(entries.nodes()).contains(Node.of("s", "s-0", "127.0.0.1:2"));
  }

  @Test
  void id_comes_once_and_nodes_are_sorted_by_it() {
    Node later = Node.of("s", "x", "127.0.0.1:2");
    entries.put(entry("b", Node.of("s", "y", "127.0.0.1:1")));
    entries.put(entry("a", Node.of("s", "x", "127.0.0.1:1")));
    entries.put(entry("c", later));
    assertThat(entries.nodes()).containsExactly(later, Node.of("s", "y", "127.0.0.1:1"));
    entries.remove(Keys.bytes("b"));
    assertThat(entries.nodes()).containsExactly(later);
  }

  private static KeyValue entry(Node node) {
    return entry(Keys.of(node).toString(), node);
  }

  private static KeyValue entry(String key, Node node) {
    return new KeyValue(
        io.etcd.jetcd.api.KeyValue.newBuilder()
            .setKey(ByteString.copyFromUtf8(key))
            .setValue(ByteString.copyFrom(NodeWriter.write(node).getBytes()))
            .build(),
        ByteSequence.EMPTY);
  }
}
