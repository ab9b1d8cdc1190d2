package shippy.registry;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.DaemonThreads;

/**
 * Hands snapshots to the watchers of a registry, for implementations of {@link Discovery#watch}: in
 * order and not on the caller's thread. Equal snapshots are sent once. A listener that is slow or
 * throws does not disturb the others; a slow one gets the last of the changes. Safe for any thread.
 */
public final class SnapshotFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotFeed.class);

  private final String registry;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

  /** A feed without watchers. The registry's kind appears in the names of its threads. */
  public SnapshotFeed(String registry) {
    this.registry = requireNonNull(registry, "registry");
  }

  /**
   * Adds a watcher that gets {@code first}, if it is not null, and then what is published. A
   * snapshot that is published meanwhile is newer and replaces {@code first}.
   */
  public Discovery.Watch subscribe(
      String service, Consumer<Snapshot> listener, @Nullable Snapshot first) {
    Subscription subscription = new Subscription(service, listener);
    subscriptions.add(subscription);
    subscription.offerFirst(first);
    return subscription;
  }

  /** Tells the watchers of one service. */
  public void publish(String service, Snapshot snapshot) {
    subscriptions.stream().filter(s -> s.service.equals(service)).forEach(s -> s.offer(snapshot));
  }

  /** The services that somebody watches. */
  public List<String> watched() {
    return subscriptions.stream().map(s -> s.service).distinct().toList();
  }

  /** Ends all watches. */
  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
  }

  /**
   * One listener with a thread of its own, which ends when idle. While the listener is busy, at
   * most two snapshots wait for it: the last set, and that the registry is unavailable since.
   */
  private final class Subscription implements Discovery.Watch {
    private final String service;
    private final Consumer<Snapshot> listener;
    private final ExecutorService thread;
    private final Deque<Snapshot> waiting = new ArrayDeque<>();
    private @Nullable Snapshot last;
    private @Nullable Snapshot told;
    private boolean closed;

    Subscription(String service, Consumer<Snapshot> listener) {
      this.service = requireNonNull(service, "service");
      this.listener = requireNonNull(listener, "listener");
      this.thread = DaemonThreads.single("shippy-" + registry + "-watch");
    }

    synchronized void offerFirst(@Nullable Snapshot snapshot) {
      if (last == null && snapshot != null) {
        offer(snapshot);
      }
    }

    synchronized void offer(Snapshot snapshot) {
      if (closed || isRepeated(snapshot, last)) {
        return;
      }
      last = snapshot;
      boolean idle = waiting.isEmpty();
      if (snapshot instanceof Snapshot.Nodes) {
        waiting.clear();
      }
      waiting.add(snapshot);
      if (idle) {
        thread.execute(this::deliver);
      }
    }

    private static boolean isRepeated(Snapshot next, @Nullable Snapshot before) {
      // Comparing records is linked when it first happens: not for the first snapshot.
      return (before != null && next.equals(before))
          || (next instanceof Snapshot.Unavailable && before instanceof Snapshot.Unavailable);
    }

    private void deliver() {
      for (Snapshot next = next(); next != null; next = next()) {
        try {
          listener.accept(next);
        } catch (RuntimeException e) {
          LOG.error("listener for {} failed: {}", service, listener, e);
        }
      }
    }

    /** The next snapshot to send, without those that newer ones have replaced. */
    private synchronized @Nullable Snapshot next() {
      while (!closed && !waiting.isEmpty()) {
        Snapshot next = waiting.remove();
        if (!isRepeated(next, told)) {
          told = next;
          return next;
        }
      }
      return null;
    }

    @Override
    public void close() {
      synchronized (this) {
        closed = true;
        waiting.clear();
        thread.shutdown();
      }
      subscriptions.remove(this);
    }
  }
}
