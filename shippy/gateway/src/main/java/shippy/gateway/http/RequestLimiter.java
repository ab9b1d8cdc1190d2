package shippy.gateway.http;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Limits how many requests of each kind run at once, and how much memory all bodies take. Safe for
 * any thread.
 */
public final class RequestLimiter {
  private final Map<Kind, Semaphore> free = new EnumMap<>(Kind.class);
  private final Semaphore bytes = new Semaphore(Limits.BODIES_BYTES);

  /** Requests that share permits. */
  public enum Kind {
    /** Ends within its deadline. */
    CALL(Limits.CALLS, "too many requests at once"),
    /** Gets its answer from memory, or waits two seconds at most. */
    HEALTH(Limits.HEALTH_CLIENTS, "too many ask for the health at once"),
    /** Is answered as long as the client stays. */
    STREAM(Limits.STREAMS, "too many streams at once"),
    /** A page that watches. */
    WATCHER(Limits.EVENT_CLIENTS, "too many watch already");

    private final int limit;
    private final String excess;

    Kind(int limit, String excess) {
      this.limit = limit;
      this.excess = excess;
    }
  }

  RequestLimiter() {
    for (Kind kind : Kind.values()) {
      free.put(kind, new Semaphore(kind.limit));
    }
  }

  /** Takes a permit; a fault with 503 if there is none. */
  void take(Kind kind) {
    if (!of(kind).tryAcquire()) {
      throw HttpFault.of(503, "%s (expected: at most %d)".formatted(kind.excess, kind.limit))
          .hint("try again in a second");
    }
  }

  void release(Kind kind) {
    of(kind).release();
  }

  /** Takes memory for the next piece of a body; a fault with 503 if there is none. */
  void takeBytes(int number) {
    if (!bytes.tryAcquire(number)) {
      throw HttpFault.of(503, "too many large requests at once").hint("try again in a second");
    }
  }

  void releaseBytes(int number) {
    bytes.release(number);
  }

  private Semaphore of(Kind kind) {
    return requireNonNull(free.get(kind), "kind");
  }
}
