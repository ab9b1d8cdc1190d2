package shippy.registry.etcd.format;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import shippy.registry.InvalidRecords;
import shippy.registry.Node;
import shippy.registry.NodeTable;

/**
 * Reads the entries below the key prefix of one service. Safe for any thread.
 *
 * @param own nodes that this program registered, by key; a layout may write less than it knows
 */
public record EntryReader(
    String service, KeyLayout layout, InvalidRecords invalid, Map<ByteSequence, Node> own) {
  /** One more than the table keeps, so that too many are noticed. */
  public static final int MAX_SEEN = NodeTable.MAX_KEYS + 1;

  /** What etcd takes in one request unless it is told otherwise; larger values are not read. */
  static final int MAX_VALUE_BYTES = 1536 * 1024;

  private static final String TOO_MANY = "more than %d entries or %d MiB in one service";

  /** What the keys begin with. */
  public String prefix() {
    return layout.prefix(service);
  }

  /** An empty table that counts the entries without room. */
  public NodeTable table() {
    String reason = TOO_MANY.formatted(NodeTable.MAX_KEYS, NodeTable.MAX_BYTES >> 20);
    return new NodeTable(service, key -> skip(key, reason));
  }

  /** A value that cannot be used removes the nodes that its key had before. */
  public NodeTable.Change read(KeyValue entry) {
    String key = text(entry.getKey());
    int bytes = entry.getValue().size();
    try {
      if (bytes > MAX_VALUE_BYTES) {
        throw new IOException(
            "value: %d bytes (expected: at most %d)".formatted(bytes, MAX_VALUE_BYTES));
      }
      List<Node> read = layout.read(service, key, text(entry.getValue()), why -> skip(key, why));
      return new NodeTable.Change(key, completed(read, entry.getKey()), bytes);
    } catch (IOException | IllegalArgumentException e) {
      skip(key, String.valueOf(e.getMessage()));
      return gone(entry.getKey());
    }
  }

  /** Puts this program's own node in the place of one that was read without its id. */
  private List<Node> completed(List<Node> read, ByteSequence key) {
    Node mine = own.get(key);
    boolean same =
        mine != null
            && read.size() == 1
            && read.get(0).address().equals(mine.address())
            && !read.get(0).id().equals(mine.id());
    return same ? List.of(mine) : read;
  }

  /** A key without nodes. */
  public static NodeTable.Change gone(ByteSequence key) {
    return new NodeTable.Change(text(key), List.of());
  }

  private void skip(String key, String reason) {
    invalid.add(service, key, reason);
  }

  private static String text(ByteSequence bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
