package shippy.registry.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import shippy.registry.Node;
import shippy.registry.NodeTable;

/** Reads what stands below the key prefix of one service. Safe for any thread. */
record Entries(String service, Skipped skipped) {
  /** One more than is kept, so that too many do not go unnoticed. */
  static final int MAX_SEEN = NodeTable.MAX_KEYS + 1;

  /** An empty table that counts what finds no room. */
  NodeTable table() {
    return new NodeTable(
        key -> skipped.note(service, key, "more than %d entries".formatted(NodeTable.MAX_KEYS)));
  }

  /** A value that cannot be used takes away what stood there before. */
  NodeTable.Change read(KeyValue entry) {
    try {
      List<Node> read =
          NodeReader.read(
              entry.getValue(), why -> skipped.note(service, text(entry.getKey()), why));
      if (!read.stream().allMatch(node -> node.service().equals(service))) {
        throw new IOException("names another service than its key");
      }
      return new NodeTable.Change(text(entry.getKey()), read);
    } catch (IOException e) {
      skipped.note(service, text(entry.getKey()), String.valueOf(e.getMessage()));
      return nothing(entry.getKey());
    }
  }

  /** A key that is gone. */
  static NodeTable.Change nothing(ByteSequence key) {
    return new NodeTable.Change(text(key), List.of());
  }

  private static String text(ByteSequence key) {
    return key.toString(StandardCharsets.UTF_8);
  }
}
