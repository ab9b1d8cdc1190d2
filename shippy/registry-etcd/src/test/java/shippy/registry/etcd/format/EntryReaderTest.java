package shippy.registry.etcd.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import shippy.registry.InvalidRecords;
import shippy.registry.Node;
import shippy.registry.NodeTable;

class EntryReaderTest {
  private final InvalidRecords invalid = new InvalidRecords("{}: {}");
  private final EntryReader entries = new EntryReader("s", new GoMicroLayout(), invalid, Map.of());
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

  @Test
  void value_is_read_up_to_what_etcd_takes_in_a_request() {
    int rest = NodeCodec.encode(withText(0)).size();
    Node largest = withText(EntryReader.MAX_VALUE_BYTES - rest);
    table.apply(entries.read(entry("a", largest)));
    assertThat(table.nodes()).containsExactly(largest);
    table.apply(entries.read(entry("a", withText(EntryReader.MAX_VALUE_BYTES - rest + 1))));
    assertThat(table.nodes()).isEmpty();
    assertThat(invalid.count()).isEqualTo(1);
  }

  private static Node withText(int length) {
    return Node.of("s", "x", "127.0.0.1:1").withMetadata(Map.of("k", "v".repeat(length)));
  }

  @Test
  void all_values_together_are_bounded() {
    ByteString value = ByteString.copyFrom(NodeCodec.encode(withText(1_500_000)).getBytes());
    for (int i = 0; i < 100; i++) {
      table.apply(entries.read(entry("k" + i, value)));
    }
    assertThat(invalid.count()).isEqualTo(100 - NodeTable.MAX_BYTES / value.size());
  }

  @Test
  void broken_utf8_is_replaced_as_in_go() {
    ByteString value =
        ByteString.copyFromUtf8("{\"name\":\"s\",\"nodes\":[{\"id\":\"i")
            .concat(ByteString.copyFrom(new byte[] {(byte) 0xff}))
            .concat(ByteString.copyFromUtf8("\",\"address\":\"h:1\"}]}"));
    assertThat(entries.read(entry("a", value)).nodes())
        .containsExactly(Node.of("s", "i\ufffd", "h:1"));
  }

  @Test
  void own_node_stands_for_the_address_that_a_layout_wrote_of_it() {
    Node own = Node.of("user.rpc", "user.rpc-7", "127.0.0.1:1").withMetadata(Map.of("zone", "a"));
    ByteSequence key = EtcdKeys.bytes("user.rpc/12");
    EntryReader reader = new EntryReader("user.rpc", new GoZeroLayout(), invalid, Map.of(key, own));
    assertThat(reader.read(entry("user.rpc/12", ByteString.copyFromUtf8("127.0.0.1:1"))).nodes())
        .containsExactly(own);
    assertThat(reader.read(entry("user.rpc/12", ByteString.copyFromUtf8("127.0.0.1:2"))).nodes())
        .isEqualTo(List.of(Node.of("user.rpc", "12", "127.0.0.1:2")));
  }

  private static KeyValue entry(Node node) {
    return entry(EtcdKeys.of(node).toString(), node);
  }

  private static KeyValue entry(String key, Node node) {
    return entry(key, ByteString.copyFrom(NodeCodec.encode(node).getBytes()));
  }

  private static KeyValue entry(String key, ByteString value) {
    return new KeyValue(
        io.etcd.jetcd.api.KeyValue.newBuilder()
            .setKey(ByteString.copyFromUtf8(key))
            .setValue(value)
            .build(),
        ByteSequence.EMPTY);
  }
}
