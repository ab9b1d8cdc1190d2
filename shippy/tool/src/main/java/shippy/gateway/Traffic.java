package shippy.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What this gateway has called. Safe for any thread. */
final class Traffic {
  static final String GATEWAY = "gateway";

  /** Instances come and go; those of long ago may be forgotten. */
  private static final int MAX_NODES = 5_000;

  private static final int MAX_SPANS = 200;

  private final Map<String, Count> counts = new HashMap<>();
  private final Deque<Span> spans = new ArrayDeque<>();

  /**
   * Since the start of the gateway.
   *
   * @param errors of the calls
   */
  record Count(long calls, long errors) {
    static final Count NONE = new Count(0, 0);

    private Count plus(boolean error) {
      return new Count(calls + 1, errors + (error ? 1 : 0));
    }
  }

  /**
   * Takes a call that has ended.
   *
   * @param node who answered; empty if nobody was reached
   */
  synchronized void ended(Span span, String node) {
    spans.addLast(span);
    if (spans.size() > MAX_SPANS) {
      spans.removeFirst();
    }
    if (counts.size() >= MAX_NODES) {
      counts.clear();
    }
    if (!node.isEmpty()) {
      counts.put(node, counts.getOrDefault(node, Count.NONE).plus(span.error()));
    }
  }

  /** By the id of the instance that answered. */
  synchronized Map<String, Count> counts() {
    return Map.copyOf(counts);
  }

  /** The latest, oldest first. */
  synchronized List<Span> spans() {
    return List.copyOf(spans);
  }
}
