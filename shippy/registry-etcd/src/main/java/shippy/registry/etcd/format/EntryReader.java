package shippy.registry.etcd.format;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import shippy.registry.InvalidRecords;
import shippy.registry.Node;
import shippy.registry.NodeTable;

/** Reads the entries below the key prefix of one service. Safe for any thread. */
public record EntryReader(String service, InvalidRecords invalid) {
  /** One more than the table keeps, so that too many are noticed. */
  public static final int MAX_SEEN = NodeTable.MAX_KEYS + 1;

  /** An empty table that counts the entries without room. */
  public NodeTable table() {
    return new NodeTable(key -> skip(key, "more than %d entries".formatted(NodeTable.MAX_KEYS)));
  }

  /** A value that cannot be used removes the nodes that its key had before. */
  public NodeTable.Change read(KeyValue entry) {
    String key = text(entry.getKey());
    try {
      List<Node> read = NodeCodec.decode(entry.getValue(), why -> skip(key, why));
      if (!read.stream().allMatch(node -> node.service().equals(service))) {
        throw new IOException("names another service than its key");
      }
      return new NodeTable.Change(key, read);
    } catch (IOException e) {
      skip(key, String.valueOf(e.getMessage()));
      return gone(entry.getKey());
    }
  }

  /** A key without nodes. */
  public static NodeTable.Change gone(ByteSequence key) {
    return new NodeTable.Change(text(key), List.of());
  }

  private void skip(String key, String reason) {
    invalid.add(service, key, reason);
  }

  private static String text(ByteSequence key) {
    return key.toString(StandardCharsets.UTF_8);
  }
}
