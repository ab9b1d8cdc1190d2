package shippy.testkit.registry;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import shippy.registry.Node;
import shippy.registry.Snapshot;

/** A listener that records all snapshots. Safe for any thread. */
public final class SnapshotRecorder implements Consumer<Snapshot> {
  private final List<Snapshot> seen = new CopyOnWriteArrayList<>();

  @Override
  public void accept(Snapshot snapshot) {
    seen.add(snapshot);
  }

  /** Everything so far, oldest first. */
  public List<Snapshot> all() {
    return List.copyOf(seen);
  }

  /** The last snapshot; empty before the first. */
  public Optional<Snapshot> last() {
    List<Snapshot> all = all();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** The last full set, empty before the first; {@code Unavailable} does not hide it. */
  public Optional<List<Node>> nodes() {
    return sets().reduce((earlier, later) -> later);
  }

  /** Whether there was ever a set without nodes. */
  public boolean sawEmpty() {
    return sets().anyMatch(List::isEmpty);
  }

  private Stream<List<Node>> sets() {
    return seen.stream()
        .filter(Snapshot.Nodes.class::isInstance)
        .map(snapshot -> ((Snapshot.Nodes) snapshot).nodes());
  }
}
