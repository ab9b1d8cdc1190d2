package shippy.registry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import shippy.clock.Backoff;
import shippy.clock.Clock;
import shippy.registry.ListWatchSource.Listing;

/**
 * Follows one service for as long as it is open, whatever happens to the registry: lists it at some
 * revision, watches from the next one on, and lists again when the watch ends, for whatever reason,
 * and after half a minute in any case. Tells the full set after each step, {@link
 * Snapshot.Unavailable} after two failures or two seconds without an answer; equal ones may repeat.
 * Safe for any thread.
 */
public final class ListWatch implements AutoCloseable {
  private static final Duration RELIST_INTERVAL = Duration.ofSeconds(30);
  private static final Duration SOUND_AGE = Duration.ofSeconds(1);
  private static final int TOLERATED_FAILURES = 1;
  private static final Duration TOLERATED_SILENCE = Duration.ofSeconds(2);

  private final ListWatchSource source;
  private final Consumer<Snapshot> target;
  private final Clock clock;
  private final Executor thread;
  private final Backoff backoff;
  private final Backoff spread;
  private int failures;
  private Supplier<Duration> silence;
  private @Nullable ActiveWatch active;
  private Clock.Timer timer = () -> {};
  private volatile boolean closed;

  /**
   * The time and the thread of a watch; many may share them.
   *
   * @param thread runs one task after the other; the target is called there
   * @param random used on that thread only
   */
  public record Scheduling(Clock clock, Executor thread, RandomGenerator random) {
    public Scheduling {
      requireNonNull(clock, "clock");
      requireNonNull(thread, "thread");
      requireNonNull(random, "random");
    }
  }

  public ListWatch(ListWatchSource source, Consumer<Snapshot> target, Scheduling scheduling) {
    this.source = requireNonNull(source, "source");
    this.target = requireNonNull(target, "target");
    this.clock = scheduling.clock();
    this.thread = scheduling.thread();
    this.backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(2), scheduling.random());
    this.spread = new Backoff(RELIST_INTERVAL, RELIST_INTERVAL, scheduling.random());
    this.silence = clock.stopwatch();
  }

  /** Begins. Call it once. */
  public void start() {
    thread.execute(this::list);
  }

  /**
   * Lists again once the listing in use is a second old, which may be at once. Does nothing while a
   * listing is on its way. Never blocks.
   */
  public void refresh() {
    thread.execute(
        () -> {
          if (active != null && !closed) {
            Duration left = SOUND_AGE.minus(active.age.get());
            listAfter(left.isNegative() ? Duration.ZERO : left);
          }
        });
  }

  /**
   * Ends without waiting; a call to the target that has begun may still run, and none follows it.
   * Idempotent.
   */
  @Override
  public void close() {
    closed = true;
    thread.execute(this::stop);
  }

  private void list() {
    stop();
    if (closed) {
      return;
    }
    if (failures == 0) {
      silence = clock.stopwatch();
    }
    CompletableFuture<Listing> unused =
        source
            .list()
            .whenComplete((listing, error) -> thread.execute(() -> listed(listing, error)));
  }

  private void listed(@Nullable Listing listing, @Nullable Throwable error) {
    if (closed) {
      return;
    }
    if (listing == null) {
      failed(error);
      return;
    }
    failures = 0;
    target.accept(new Snapshot.Nodes(listing.nodes().nodes()));
    active = new ActiveWatch(listing.nodes());
    active.watch = source.watch(listing.revision(), active);
    listAfter(spread.next());
  }

  private void failed(@Nullable Throwable error) {
    failures++;
    listAfter(backoff.next());
    if (failures > TOLERATED_FAILURES || silence.get().compareTo(TOLERATED_SILENCE) > 0) {
      target.accept(new Snapshot.Unavailable(causeOf(error), silence));
    }
  }

  /** A listing that fails with any other exception is a defect, and throws it. */
  private static RegistryException causeOf(@Nullable Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof RegistryException failure) {
        return failure;
      }
    }
    throw new IllegalStateException("unexpected end of a listing", error);
  }

  /**
   * Lists at once after a watch of more than a second; after a shorter one it waits, to avoid a
   * busy loop.
   */
  private void ended(Supplier<Duration> age) {
    if (age.get().compareTo(SOUND_AGE) > 0) {
      backoff.reset();
      list();
    } else {
      listAfter(backoff.next());
    }
  }

  private void listAfter(Duration delay) {
    timer.cancel();
    timer = clock.schedule(delay, () -> thread.execute(this::list));
  }

  private void stop() {
    timer.cancel();
    if (active != null) {
      active.watch.close();
      active = null;
    }
  }

  /** One watch; its events are ignored once the next one has begun. */
  private final class ActiveWatch implements ListWatchSource.Listener {
    private final NodeTable nodes;
    private final Supplier<Duration> age = clock.stopwatch();
    private Discovery.Watch watch = () -> {};

    ActiveWatch(NodeTable nodes) {
      this.nodes = nodes;
    }

    @Override
    public void changed(List<NodeTable.Change> changes) {
      ifActive(
          () -> {
            changes.forEach(nodes::apply);
            target.accept(new Snapshot.Nodes(nodes.nodes()));
          });
    }

    @Override
    public void ended() {
      ifActive(() -> ListWatch.this.ended(age));
    }

    private void ifActive(Runnable action) {
      thread.execute(
          () -> {
            if (active == this && !closed) {
              action.run();
            }
          });
    }
  }
}
