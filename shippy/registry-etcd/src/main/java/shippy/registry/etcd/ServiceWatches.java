package shippy.registry.etcd;

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
import shippy.registry.Discovery;
import shippy.registry.ListWatch;
import shippy.registry.Snapshot;
import shippy.registry.SnapshotFeed;
import shippy.registry.etcd.client.EtcdClient;
import shippy.registry.etcd.format.EntryReader;

/** One {@link ListWatch} for each service that has listeners. Safe for any thread. */
final class ServiceWatches implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdRegistry.class);

  private final SnapshotFeed feed = new SnapshotFeed(EtcdRegistry.KIND);
  private final ExecutorService thread = DaemonThreads.single("shippy-etcd");
  private final EtcdClient client;
  private final Function<String, EntryReader> entries;
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
          new ListWatch(
              new EtcdListWatchSource(client, entries.apply(name)),
              snapshot -> publish(this, snapshot),
              scheduling);
    }
  }

  ServiceWatches(EtcdClient client, Function<String, EntryReader> entries, Clock clock) {
    this.client = client;
    this.entries = entries;
    this.scheduling = new ListWatch.Scheduling(clock, thread, Randomness.fast());
  }

  synchronized Discovery.Watch watch(String name, Consumer<Snapshot> listener) {
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
          "Registry [etcd] {} is lost, known nodes stay in use: {}",
          client.options().location(),
          trouble.cause().problem().facts());
    }
  }

  private void logReturn() {
    if (lost != null) {
      String away = "%.1f".formatted(lost.get().toMillis() / 1000.0);
      lost = null;
      LOG.info("Registry [etcd] {} answers again after {} s", client.options().location(), away);
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
