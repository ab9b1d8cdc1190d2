package shippy.gateway.status;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;

/**
 * One look at everything for all who ask at the same time. Looks begin when somebody asks; few wait
 * for one, and not for long. Safe for any thread.
 */
public final class StatusCache {
  /** Younger ones are as good as a new one. */
  static final Duration FRESH = Duration.ofSeconds(1);

  /** Older ones tell nothing any more. */
  static final Duration OLDEST = Duration.ofSeconds(30);

  static final int WAITING = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Supplier<SystemStatus> look;
  private final Clock clock;
  private @Nullable Taken latest;
  private @Nullable CompletableFuture<SystemStatus> running;
  private int waiting;

  private record Taken(SystemStatus state, Supplier<Duration> age) {}

  /** Of what a collector sees. */
  public static StatusCache of(StatusCollector collector, Clock clock) {
    return new StatusCache(collector::look, clock);
  }

  StatusCache(Supplier<SystemStatus> look, Clock clock) {
    this.look = requireNonNull(look, "look");
    this.clock = requireNonNull(clock, "clock");
  }

  /** A new look, or the one that is under way; blocks until it has ended. */
  SystemStatus take() {
    return begin().join();
  }

  /**
   * The latest look. One that is not fresh is waited for, up to two seconds and by sixteen at once;
   * others get the one before. Empty if that is too old, or if there is none.
   */
  Optional<SystemStatus> recent() {
    CompletableFuture<SystemStatus> next;
    synchronized (this) {
      Optional<SystemStatus> fresh = notOlderThan(FRESH);
      if (fresh.isPresent()) {
        return fresh;
      }
      next = begin();
      if (waiting == WAITING) {
        return notOlderThan(OLDEST);
      }
      waiting++;
    }
    try {
      return Optional.of(next.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException e) {
      LoggerFactory.getLogger(StatusCache.class).debug("no new look", e);
      return notOlderThan(OLDEST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return notOlderThan(OLDEST);
    } finally {
      synchronized (this) {
        waiting--;
      }
    }
  }

  private synchronized Optional<SystemStatus> notOlderThan(Duration age) {
    return Optional.ofNullable(latest)
        .filter(taken -> taken.age().get().compareTo(age) < 0)
        .map(Taken::state);
  }

  private synchronized CompletableFuture<SystemStatus> begin() {
    if (running != null) {
      return running;
    }
    CompletableFuture<SystemStatus> begun = new CompletableFuture<>();
    Thread thread = new Thread(() -> run(begun), "shippy-look");
    thread.setDaemon(true);
    thread.start();
    running = begun;
    return begun;
  }

  private void run(CompletableFuture<SystemStatus> begun) {
    try {
      SystemStatus state = look.get();
      end(new Taken(state, clock.stopwatch()));
      begun.complete(state);
    } catch (RuntimeException | Error e) { // whatever it is, the next look may do better
      end(null);
      begun.completeExceptionally(e);
    }
  }

  private synchronized void end(@Nullable Taken taken) {
    running = null;
    latest = taken == null ? latest : taken;
  }
}
