package shippy.registry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.clock.Randomness;

/**
 * One {@link ListWatch} for each service that has listeners, for implementations of {@link
 * Discovery#watch}. Logs the loss of the registry and its return, once for all services. Safe for
 * any thread.
 */
public final class ServiceWatches implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceWatches.class);

  private final String kind;
  private final String location;
  private final Function<String, ListWatchSource> sources;
  private final SnapshotFeed feed;
  private final ExecutorService thread;
  private final ListWatch.Scheduling scheduling;
  private final Map<String, WatchedService> services = new HashMap<>();
  private @Nullable Supplier<Duration> lost;

  /** The watch of a service and what it last found. */
  private final class WatchedService {
    final String name;
    final ListWatch watch;
    Snapshot.@Nullable Nodes known;
    Snapshot.@Nullable Unavailable trouble;

    WatchedService(String name) {
      this.name = name;
      this.watch =
          new ListWatch(sources.apply(name), snapshot -> publish(this, snapshot), scheduling);
    }
  }

  /**
   * No watch runs yet.
   *
   * @param kind the kind of the registry, in messages and names of threads
   * @param location where it is, for messages
   * @param sources makes what to follow for a service
   */
  public ServiceWatches(
      String kind, String location, Function<String, ListWatchSource> sources, Clock clock) {
    this.kind = requireNonNull(kind, "kind");
    this.location = requireNonNull(location, "location");
    this.sources = requireNonNull(sources, "sources");
    this.feed = new SnapshotFeed(kind);
    this.thread = DaemonThreads.single("shippy-" + kind);
    this.scheduling = new ListWatch.Scheduling(clock, thread, Randomness.fast());
  }

  /** As {@link Discovery#watch}. */
  public synchronized Discovery.Watch watch(String name, Consumer<Snapshot> listener) {
    WatchedService service = services.get(name);
    if (service == null) {
      service = new WatchedService(name);
      services.put(name, service);
      service.watch.start();
    }
    Discovery.Watch subscription = feed.subscribe(name, listener, service.known);
    if (service.trouble != null) {
      // Only this listener needs it, and the feed does not repeat it to the others.
      feed.publish(name, service.trouble);
    }
    return () -> {
      subscription.close();
      release(name);
    };
  }

  /** As {@link Discovery#refresh}, for registries that are not told of changes. */
  public synchronized void refresh(String name) {
    WatchedService service = services.get(name);
    if (service != null) {
      service.watch.refresh();
    }
  }

  private synchronized void release(String name) {
    WatchedService service = services.get(name);
    if (service != null && !feed.watched().contains(name)) {
      services.remove(name);
      service.watch.close();
    }
  }

  private synchronized void publish(WatchedService service, Snapshot snapshot) {
    if (services.get(service.name) != service) {
      return;
    }
    if (snapshot instanceof Snapshot.Nodes nodes) {
      service.known = nodes;
      service.trouble = null;
      logReturn();
    } else if (snapshot instanceof Snapshot.Unavailable unavailable) {
      service.trouble = unavailable;
      if (service.known != null) {
        // Else nothing is lost; the caller gets the failure.
        logLoss(unavailable);
      }
    }
    feed.publish(service.name, snapshot);
  }

  private void logLoss(Snapshot.Unavailable trouble) {
    if (lost == null) {
      lost = trouble.silence();
      LOG.warn(
          "Registry [{}] {} is lost, known nodes stay in use: {}",
          kind,
          location,
          trouble.cause().problem().facts());
    }
  }

  private void logReturn() {
    if (lost != null) {
      String away = "%.1f".formatted(lost.get().toMillis() / 1000.0);
      lost = null;
      LOG.info("Registry [{}] {} answers again after {} s", kind, location, away);
    }
  }

  /** Returns when the thread has ended, so that nothing connects later. */
  @Override
  public void close() {
    feed.close();
    synchronized (this) {
      services.values().forEach(service -> service.watch.close());
      services.clear();
    }
    thread.shutdown();
    try {
      thread.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
