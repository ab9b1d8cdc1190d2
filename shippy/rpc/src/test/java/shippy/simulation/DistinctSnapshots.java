package shippy.simulation;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import shippy.registry.Snapshot;

/** Passes on what differs from the last, as {@link shippy.registry.SnapshotFeed} does. */
final class DistinctSnapshots implements Consumer<Snapshot> {
  private final Consumer<Snapshot> target;
  private @Nullable Snapshot last;

  DistinctSnapshots(Consumer<Snapshot> target) {
    this.target = target;
  }

  @Override
  public void accept(Snapshot snapshot) {
    boolean stillAway =
        snapshot instanceof Snapshot.Unavailable && last instanceof Snapshot.Unavailable;
    if (!snapshot.equals(last) && !stillAway) {
      last = snapshot;
      target.accept(snapshot);
    }
  }
}
