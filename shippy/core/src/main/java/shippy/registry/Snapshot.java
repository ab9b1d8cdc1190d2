package shippy.registry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import shippy.clock.Clock;

/** What a registry knows of one service at one moment: the whole set, or that it cannot tell. */
public sealed interface Snapshot {
  /** The complete set, possibly empty, sorted by id, no id twice. */
  record Nodes(List<Node> nodes) implements Snapshot {
    public Nodes {
      nodes = nodes.stream().sorted(Comparator.comparing(Node::id)).toList();
    }
  }

  /**
   * The registry does not answer. The last set is still the best knowledge and may be used.
   *
   * @param cause why it does not answer
   * @param silence how long it has not answered, as of the moment it is asked: the snapshot is sent
   *     once, and the silence grows
   */
  record Unavailable(RegistryException cause, Supplier<Duration> silence) implements Snapshot {
    public Unavailable {
      requireNonNull(cause, "cause");
      requireNonNull(silence, "silence");
    }

    /** A registry that is silent from now on. */
    public Unavailable(RegistryException cause) {
      this(cause, Clock.system().stopwatch());
    }
  }
}
