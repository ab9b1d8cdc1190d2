package shippy.stats;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import shippy.proto.debug.StatsResponse;
import shippy.registry.Node;

/** The result of one request for statistics. */
public sealed interface StatsResult {
  /** The instance that was asked. */
  Node node();

  /** What it told; empty if it did not. */
  default Optional<StatsResponse> figures() {
    return this instanceof Answered answered ? Optional.of(answered.stats()) : Optional.empty();
  }

  /** It answered. */
  record Answered(Node node, StatsResponse stats) implements StatsResult {
    public Answered {
      requireNonNull(node, "node");
      requireNonNull(stats, "stats");
    }
  }

  /** It is there but has no {@code Debug} service, as in go-micro since its version 4. */
  record Unimplemented(Node node) implements StatsResult {
    public Unimplemented {
      requireNonNull(node, "node");
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
