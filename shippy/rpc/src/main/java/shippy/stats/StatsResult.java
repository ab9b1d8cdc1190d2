package shippy.stats;

import static java.util.Objects.requireNonNull;

import shippy.proto.debug.StatsResponse;
import shippy.registry.Node;

/** What became of the question to one instance. */
public sealed interface StatsResult {
  /** Whom was asked. */
  Node node();

  /** It answered. */
  record Told(Node node, StatsResponse stats) implements StatsResult {
    public Told {
      requireNonNull(node, "node");
      requireNonNull(stats, "stats");
    }
  }

  /** It did not. */
  record Silent(Node node, String reason) implements StatsResult {
    public Silent {
      requireNonNull(node, "node");
      requireNonNull(reason, "reason");
    }
  }
}
