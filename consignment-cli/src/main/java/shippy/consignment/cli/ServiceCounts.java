package shippy.consignment.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.registry.Discovery;
import shippy.registry.RegistryException;
import shippy.registry.Snapshot;

/**
 * Keeps count of the services in a registry and their instances, in the background: instances at
 * once, new services within five seconds. Safe for any thread.
 */
final class ServiceCounts implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private enum State {
    LOOKING,
    UNLISTED,
    KNOWN,
    AWAY
  }

  private final Discovery registry;
  private final Clock clock;
  private final Runnable changed;
  private final ThreadPoolExecutor thread;
  private final Map<String, Discovery.Watch> watches = new HashMap<>(); // of that thread
  private final Map<String, Integer> instances = new ConcurrentSkipListMap<>();
  private volatile State state = State.LOOKING;

  /** Begins to look. {@code changed} is run on other threads and must not block. */
  ServiceCounts(Discovery registry, Clock clock, Runnable changed) {
    this.registry = registry;
    this.clock = clock;
    this.changed = changed;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named("shippy-service-counts"),
            new ThreadPoolExecutor.DiscardPolicy());
    thread.execute(this::look);
  }

  /** The services seen, sorted. */
  List<String> services() {
    return List.copyOf(instances.keySet());
  }

  /** What is known, in a few words. */
  String summary() {
    return switch (state) {
      case LOOKING -> "looking around";
      case UNLISTED -> "services not listed";
      case AWAY -> "registry away";
      case KNOWN -> {
        if (instances.isEmpty()) {
          yield "no services";
        }
        int sum = instances.values().stream().mapToInt(Integer::intValue).sum();
        yield count(instances.size(), "service") + ", " + count(sum, "instance");
      }
    };
  }

  @Override
  public void close() {
    thread.execute(() -> List.copyOf(watches.keySet()).forEach(this::forget));
    thread.shutdown();
  }

  private void look() {
    if (!registry.canList()) {
      state = State.UNLISTED;
      changed.run();
      return;
    }
    try {
      List<String> names = registry.services();
      watches.keySet().stream()
          .filter(name -> !names.contains(name))
          .toList()
          .forEach(this::forget);
      names.forEach(name -> watches.computeIfAbsent(name, this::watch));
      state = State.KNOWN;
    } catch (RegistryException e) {
      state = State.AWAY;
    } catch (IllegalStateException e) {
      return; // the registry has been closed
    }
    changed.run();
    clock.schedule(PAUSE, () -> thread.execute(this::look));
  }

  private Discovery.Watch watch(String service) {
    instances.put(service, 1); // it has a node, or it would not be there
    return registry.watch(service, snapshot -> saw(service, snapshot));
  }

  private void forget(String service) {
    Discovery.Watch watch = watches.remove(service);
    if (watch != null) {
      watch.close();
    }
    instances.remove(service);
  }

  private void saw(String service, Snapshot snapshot) {
    if (snapshot instanceof Snapshot.Nodes seen) {
      instances.replace(service, seen.nodes().size());
    } else {
      state = State.AWAY;
    }
    changed.run();
  }

  private static String count(int n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }
}
