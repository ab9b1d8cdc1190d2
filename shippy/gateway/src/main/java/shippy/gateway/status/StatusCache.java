package shippy.gateway.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
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
import shippy.clock.DaemonThreads;
import shippy.gateway.http.TextResponse;

/**
 * The latest look at everything, shared by all who ask and all who watch. A look begins when
 * somebody asks for one, once a second while somebody watches, and else every five seconds. Safe
 * for any thread.
 */
public final class StatusCache implements AutoCloseable {
  /** A younger look is as good as a new one; the time between two looks for watchers. */
  static final Duration FRESH = Duration.ofSeconds(1);

  /** The time between two looks while nobody watches, for the history of calls. */
  static final Duration IDLE = Duration.ofSeconds(5);

  /** An older look is of no use. */
  static final Duration OLDEST = Duration.ofSeconds(30);

  static final int WAITING = 16;
  private static final int LOOKS_A_COMMENT = 10;
  private static final Duration WAIT_LIMIT = Duration.ofSeconds(2);

  private final Supplier<SystemStatus> source;
  private final Clock clock;
  private @Nullable Look latest;
  private CompletableFuture<Optional<Look>> coming = new CompletableFuture<>();
  private @Nullable CompletableFuture<SystemStatus> running;
  private int waiting;
  private int watchers;
  private boolean idle;
  private Clock.Timer next = () -> {};
  private boolean closed;

  /**
   * A look that has ended.
   *
   * @param number counted from 1
   * @param event for all who watch
   */
  record Look(long number, SystemStatus status, ByteBuffer event, Supplier<Duration> age) {}

  /** Of what a collector sees. */
  public static StatusCache of(StatusCollector collector, Clock clock) {
    StatusCache cache = new StatusCache(collector::look, clock);
    synchronized (cache) {
      cache.idle = true;
      cache.schedule(IDLE);
    }
    return cache;
  }

  StatusCache(Supplier<SystemStatus> source, Clock clock) {
    this.source = requireNonNull(source, "source");
    this.clock = requireNonNull(clock, "clock");
  }

  /** One more watches, until it leaves. */
  synchronized void join() {
    watchers++;
    schedule(Duration.ZERO);
  }

  synchronized void leave() {
    watchers--;
  }

  /** The latest look, once it is newer than the given one; empty once this is closed. */
  synchronized CompletableFuture<Optional<Look>> after(long number) {
    return latest == null || latest.number() <= number || closed
        ? coming
        : CompletableFuture.completedFuture(Optional.of(latest));
  }

  /**
   * The latest look. If it is not fresh, up to sixteen callers wait two seconds for a new one; the
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
      return Optional.of(next.get(WAIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS));
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
        .filter(look -> look.age().get().compareTo(age) < 0)
        .map(Look::status);
  }

  private void schedule(Duration delay) {
    next.cancel();
    if (!closed) {
      next = clock.schedule(delay, this::lookInTime);
    }
  }

  private synchronized void lookInTime() {
    if (!closed) {
      var unused = begin();
    }
  }

  private synchronized CompletableFuture<SystemStatus> begin() {
    if (running == null) {
      CompletableFuture<SystemStatus> begun = new CompletableFuture<>();
      DaemonThreads.named("shippy-look").newThread(() -> run(begun)).start();
      running = begun;
    }
    return running;
  }

  private void run(CompletableFuture<SystemStatus> begun) {
    try {
      SystemStatus status = source.get();
      end(status);
      begun.complete(status);
    } catch (RuntimeException | Error e) { // whatever it is, the next look may do better
      fail(e);
      begun.completeExceptionally(e);
    }
  }

  private void end(SystemStatus status) {
    CompletableFuture<Optional<Look>> awaited;
    Look look;
    synchronized (this) {
      long number = latest == null ? 1 : latest.number() + 1;
      look = new Look(number, status, event(number, status), clock.stopwatch());
      latest = look;
      awaited = coming;
      coming = closed ? coming : new CompletableFuture<>();
      goOn();
    }
    awaited.complete(Optional.of(look));
  }

  private static ByteBuffer event(long number, SystemStatus status) {
    String comment = number % LOOKS_A_COMMENT == 0 ? ": still there\n\n" : "";
    String json = TextResponse.GSON.toJson(status);
    return UTF_8.encode(comment + "event: state\ndata: " + json + "\n\n");
  }

  private synchronized void fail(Throwable failure) {
    if (watchers > 0 && !closed) {
      LoggerFactory.getLogger(StatusCache.class).warn("look failed", failure);
    }
    goOn();
  }

  private void goOn() {
    running = null;
    if (watchers > 0 || idle) {
      schedule(watchers > 0 ? FRESH : IDLE);
    }
  }

  /** Ends all watching. Idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    next.cancel();
    coming.complete(Optional.empty());
  }
}
