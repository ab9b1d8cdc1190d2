package shippy.registry.etcd;

import io.etcd.jetcd.watch.WatchEvent;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shippy.clock.Backoff;
import shippy.clock.Clock;
import shippy.registry.Snapshot;

/**
 * Follows one service: lists it at some revision, watches from the next one on, and starts over
 * when the watch ends, whatever the reason, and after half a minute in any case. All of it runs on
 * one thread, which nothing blocks.
 */
final class ServiceWatch implements EventStream.Listener, AutoCloseable {
  private static final Duration LISTED_ANYWAY = Duration.ofSeconds(30);
  private static final Duration SOUND = Duration.ofSeconds(1);
  private static final int FAILURES_BORNE = 1;
  private static final Duration SILENCE_BORNE = Duration.ofSeconds(2);

  private final String service;
  private final Source source;
  private final BiConsumer<ServiceWatch, Snapshot> target;
  private final Backoff backoff =
      new Backoff(Duration.ofMillis(250), Duration.ofSeconds(2), new SplittableRandom());
  private final Backoff spread = new Backoff(LISTED_ANYWAY, LISTED_ANYWAY, new SplittableRandom());
  private Entries entries;
  private int failures;
  private Supplier<Duration> trying;
  private Supplier<Duration> watching;
  private @Nullable EventStream stream;
  private Clock.Timer timer = () -> {};
  private volatile boolean closed;

  /** What the watches of a registry share. */
  record Source(Calls calls, Skipped skipped, Clock clock, Executor thread) {}

  ServiceWatch(String service, Source source, BiConsumer<ServiceWatch, Snapshot> target) {
    this.service = service;
    this.source = source;
    this.target = target;
    this.entries = new Entries(service, source.skipped());
    this.trying = source.clock().stopwatch();
    this.watching = trying;
  }

  String service() {
    return service;
  }

  void start() {
    source.thread().execute(this::list);
  }

  @Override
  public void close() {
    closed = true;
    source.thread().execute(this::stop);
  }

  private void list() {
    stop();
    if (closed) {
      return;
    }
    if (failures == 0) {
      trying = source.clock().stopwatch();
    }
    Entries fresh = new Entries(service, source.skipped());
    Calls.Operation operation = source.calls().begin("watch " + service);
    CompletableFuture<Long> listing =
        RangeScan.entries(operation, Keys.of(service), Entries.MAX_SEEN, fresh::put);
    CompletableFuture<Long> unused =
        listing.whenComplete(
            (revision, error) -> source.thread().execute(() -> listed(fresh, revision, error)));
  }

  private void listed(Entries fresh, @Nullable Long revision, @Nullable Throwable error) {
    if (closed) {
      return;
    }
    if (revision == null) {
      failed(error);
      return;
    }
    failures = 0;
    entries = fresh;
    target.accept(this, new Snapshot.Nodes(entries.nodes()));
    watching = source.clock().stopwatch();
    stream =
        EventStream.open(
            source.calls().connection(), Keys.of(service), revision + 1, source.thread(), this);
    again(spread.next());
  }

  private void failed(@Nullable Throwable error) {
    failures++;
    again(backoff.next());
    if (failures > FAILURES_BORNE || trying.get().compareTo(SILENCE_BORNE) > 0) {
      target.accept(
          this,
          new Snapshot.Unavailable(
              source.calls().explanation().of("watch " + service, EtcdFailure.in(error))));
    }
  }

  @Override
  public void changed(EventStream from, List<WatchEvent> events) {
    if (from != stream || closed) {
      return;
    }
    for (WatchEvent event : events) {
      switch (event.getEventType()) {
        case PUT -> entries.put(event.getKeyValue());
        case DELETE -> entries.remove(event.getKeyValue().getKey());
        case UNRECOGNIZED -> again(Duration.ZERO);
      }
    }
    target.accept(this, new Snapshot.Nodes(entries.nodes()));
  }

  /** At once after a sound watch; one that dies young would make a busy loop. */
  @Override
  public void ended(EventStream from) {
    if (from != stream || closed) {
      return;
    }
    if (watching.get().compareTo(SOUND) > 0) {
      backoff.reset();
      list();
    } else {
      again(backoff.next());
    }
  }

  private void again(Duration delay) {
    timer.cancel();
    timer = source.clock().schedule(delay, () -> source.thread().execute(this::list));
  }

  private void stop() {
    timer.cancel();
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }
}
