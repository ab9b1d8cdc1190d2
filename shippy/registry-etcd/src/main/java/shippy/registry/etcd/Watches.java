package shippy.registry.etcd;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.clock.Randomness;
import shippy.registry.Discovery;
import shippy.registry.ListWatch;
import shippy.registry.Snapshot;
import shippy.registry.SnapshotFeed;

/** One {@link ListWatch} for each service that has listeners. Safe for any thread. */
final class Watches implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdRegistry.class);

  private final SnapshotFeed feed = new SnapshotFeed("etcd");
  private final ThreadPoolExecutor thread = oneThread();
  private final Calls calls;
  private final String location;
  private final Skipped skipped;
  private final ListWatch.Means means;
  private final Map<String, Followed> services = new HashMap<>();
  private @Nullable Supplier<Duration> lost;

  /** A service's watch and what it found last. */
  private final class Followed {
    final String service;
    final ListWatch watch;
    Snapshot.@Nullable Nodes known;
    Snapshot.@Nullable Unavailable trouble;

    Followed(String service) {
      this.service = service;
      this.watch =
          new ListWatch(
              new ServiceSource(calls, new Entries(service, skipped)), this::publish, means);
    }

    private void publish(Snapshot snapshot) {
      Watches.this.publish(this, snapshot);
    }
  }

  Watches(Calls calls, String location, Skipped skipped, Clock clock) {
    this.calls = calls;
    this.location = location;
    this.skipped = skipped;
    this.means = new ListWatch.Means(clock, thread, Randomness.fast());
  }

  synchronized Discovery.Watch watch(String service, Consumer<Snapshot> listener) {
    Followed followed = services.computeIfAbsent(service, this::follow);
    Discovery.Watch subscription = feed.subscribe(service, listener, followed.known);
    if (followed.trouble != null) {
      // The others heard it before, and the feed repeats nothing.
      feed.publish(service, followed.trouble);
    }
    return () -> {
      subscription.close();
      release(service);
    };
  }

  private Followed follow(String service) {
    Followed followed = new Followed(service);
    followed.watch.start();
    return followed;
  }

  private synchronized void release(String service) {
    Followed followed = services.get(service);
    if (followed != null && !feed.watched().contains(service)) {
      services.remove(service);
      followed.watch.close();
    }
  }

  private synchronized void publish(Followed followed, Snapshot snapshot) {
    if (services.get(followed.service) != followed) {
      return;
    }
    if (snapshot instanceof Snapshot.Nodes nodes) {
      followed.known = nodes;
      followed.trouble = null;
      logReturn();
    } else if (snapshot instanceof Snapshot.Unavailable unavailable) {
      followed.trouble = unavailable;
      if (followed.known != null) {
        // Else nothing is lost, and whoever asked is told.
        logLoss(unavailable);
      }
    }
    feed.publish(followed.service, snapshot);
  }

  private void logLoss(Snapshot.Unavailable trouble) {
    if (lost == null) {
      lost = trouble.silence();
      LOG.warn(
          "Registry [etcd] {} is lost, known nodes stay in use: {}",
          location,
          trouble.cause().problem().facts());
    }
  }

  private void logReturn() {
    if (lost != null) {
      double away = lost.get().toMillis() / 1000.0;
      lost = null;
      LOG.info("Registry [etcd] {} answers again after {} s", location, "%.1f".formatted(away));
    }
  }

  /** Returns when the thread is idle for good, so that nothing dials after it. */
  @Override
  public void close() {
    feed.close();
    synchronized (this) {
      services.values().forEach(followed -> followed.watch.close());
      services.clear();
    }
    thread.shutdown();
    try {
      thread.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Drops what arrives after its end. */
  private static ThreadPoolExecutor oneThread() {
    return new ThreadPoolExecutor(
        1,
        1,
        1,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        task -> {
          Thread thread = new Thread(task, "shippy-etcd");
          thread.setDaemon(true);
          return thread;
        },
        new ThreadPoolExecutor.DiscardPolicy());
  }
}
