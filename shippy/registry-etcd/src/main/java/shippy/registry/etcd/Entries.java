package shippy.registry.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import shippy.registry.Node;

/** What stands below the key prefix of one service. Not safe for threads. */
final class Entries {
  /** One more than is kept, so that too many do not go unnoticed. */
  static final int MAX_SEEN = 1_001;

  private static final int MAX_NODES = MAX_SEEN - 1;

  private final String service;
  private final Skipped skipped;
  private final Map<ByteSequence, List<Node>> nodes =
      new TreeMap<>(Comparator.comparing(ByteSequence::getBytes, Arrays::compareUnsigned));

  Entries(String service, Skipped skipped) {
    this.service = service;
    this.skipped = skipped;
  }

  /** A value that cannot be used takes away what stood there before. */
  void put(KeyValue entry) {
    if (nodes.size() >= MAX_NODES && !nodes.containsKey(entry.getKey())) {
      skip(entry, "more than %d entries".formatted(MAX_NODES));
      return;
    }
    try {
      List<Node> read = NodeReader.read(entry.getValue());
      if (!read.stream().allMatch(node -> node.service().equals(service))) {
        throw new IOException("names another service than its key");
      }
      nodes.put(entry.getKey(), read);
    } catch (IOException e) {
      nodes.remove(entry.getKey());
      skip(entry, String.valueOf(e.getMessage()));
    }
  }

  void remove(ByteSequence key) {
    nodes.remove(key);
  }

  /** Sorted by id; of two with the same id the one with the later key. */
  List<Node> nodes() {
    Map<String, Node> byId = new TreeMap<>();
    nodes.values().forEach(list -> list.forEach(node -> byId.put(node.id(), node)));
    return byId.values().stream().limit(MAX_NODES).toList();
  }

  private void skip(KeyValue entry, String reason) {
    skipped.note(service, entry.getKey().toString(StandardCharsets.UTF_8), reason);
  }
}
