package shippy.registry;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a {@link ListWatch} needs of a registry with keys and revisions to follow one service.
 * Neither method blocks; answers may come on any thread.
 */
public interface ListWatchSource {
  /** All nodes at one revision. Completes within a limit; fails with {@link RegistryException}. */
  CompletableFuture<Listing> list();

  /** Reports the changes after the revision, in order, until it ends or is closed. */
  Discovery.Watch watch(long revision, Listener listener);

  /** What was found; the watch goes on with the table. */
  record Listing(long revision, NodeTable nodes) {}

  /** Calls come one after the other. */
  interface Listener {
    void changed(List<NodeTable.Change> changes);

    /** The watch has ended, for whatever reason; no call follows. */
    void ended();
  }
}
