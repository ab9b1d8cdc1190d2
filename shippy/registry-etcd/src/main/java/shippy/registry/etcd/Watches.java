package shippy.registry.etcd;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.registry.Discovery;
import shippy.registry.Snapshot;
import shippy.registry.SnapshotFeed;

/** One {@link ServiceWatch} for each service that has listeners. Safe for any thread. */
final class Watches implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdRegistry.class);

  private final SnapshotFeed feed = new SnapshotFeed("etcd");
  private final ThreadPoolExecutor thread = oneThread();
  private final ServiceWatch.Source source;
  private final String location;
  private final Map<String, Followed> services = new HashMap<>();
  private boolean lost;

  /** A service's watch and what it found last. */
  private static final class Followed {
    final ServiceWatch watch;
    Snapshot.@Nullable Nodes known;
    Snapshot.@Nullable Unavailable trouble;

    Followed(ServiceWatch watch) {
      this.watch = watch;
    }
  }

  Watches(Calls calls, String location, Skipped skipped, Clock clock) {
    source = new ServiceWatch.Source(calls, skipped, clock, thread);
    this.location = location;
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
    ServiceWatch watch = new ServiceWatch(service, source, this::publish);
    watch.start();
    return new Followed(watch);
  }

  private synchronized void release(String service) {
    Followed followed = services.get(service);
    if (followed != null && !feed.watched().contains(service)) {
      services.remove(service);
      followed.watch.close();
    }
  }

  private synchronized void publish(ServiceWatch watch, Snapshot snapshot) {
    Followed followed = services.get(watch.service());
    if (followed == null || followed.watch != watch) {
      return;
    }
    if (snapshot instanceof Snapshot.Nodes nodes) {
      followed.known = nodes;
      followed.trouble = null;
      logEdge(false, "answers again");
    } else if (snapshot instanceof Snapshot.Unavailable unavailable) {
      followed.trouble = unavailable;
      if (followed.known != null) {
        // Else nothing is lost, and whoever asked is told.
        logEdge(true, "is lost, known nodes stay in use: " + unavailable.cause().problem().facts());
      }
    }
    feed.publish(watch.service(), snapshot);
  }

  private void logEdge(boolean nowLost, String news) {
    if (nowLost != lost) {
      lost = nowLost;
      if (nowLost) {
        LOG.warn("Registry [etcd] {} {}", location, news);
      } else {
        LOG.info("Registry [etcd] {} {}", location, news);
      }
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
