package shippy.registry.etcd.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import org.junit.jupiter.api.Test;
import shippy.registry.InvalidRecords;
import shippy.registry.Node;
import shippy.registry.NodeTable;

class EntryReaderTest {
  private final InvalidRecords invalid = new InvalidRecords("{}: {}");
  private final EntryReader entries = new EntryReader("s", invalid);
  private final NodeTable table = entries.table();

  @Test
  void at_most_a_thousand_nodes_are_kept_and_the_rest_is_counted() {
    for (int i = 0; i < EntryReader.MAX_SEEN + 5; i++) {
      table.apply(entries.read(entry(Node.of("s", "s-" + i, "127.0.0.1:1"))));
    }
    assertThat(table.nodes()).hasSize(1_000);
    assertThat(invalid.count()).isEqualTo(6);
  }

  @Test
  void value_of_another_service_takes_away_what_stood_there() {
    table.apply(entries.read(entry("a", Node.of("s", "x", "127.0.0.1:1"))));
    table.apply(entries.read(entry("a", Node.of("t", "x", "127.0.0.1:1"))));
    assertThat(table.nodes()).isEmpty();
    assertThat(invalid.count()).isEqualTo(1);
  }

  @Test
  void key_that_is_gone_takes_its_node_along() {
    table.apply(entries.read(entry("a", Node.of("s", "x", "127.0.0.1:1"))));
    table.apply(EntryReader.gone(EtcdKeys.bytes("a")));
    assertThat(table.nodes()).isEmpty();
  }

  private static KeyValue entry(Node node) {
    return entry(EtcdKeys.of(node).toString(), node);
  }

  private static KeyValue entry(String key, Node node) {
    return new KeyValue(
        io.etcd.jetcd.api.KeyValue.newBuilder()
            .setKey(ByteString.copyFromUtf8(key))
            .setValue(ByteString.copyFrom(NodeCodec.encode(node).getBytes()))
            .build(),
        ByteSequence.EMPTY);
  }
}
