package shippy.gateway.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import shippy.config.Config;
import shippy.config.TrafficSettings;

/**
 * Limits how many requests of each kind run at once, and how much memory all bodies take. Safe for
 * any thread.
 */
public final class RequestLimiter {
  private final Supplier<Config> config;
  private final Map<Kind, AtomicInteger> taken = new ConcurrentHashMap<>();
  private final Semaphore bytes = new Semaphore(Limits.BODIES_BYTES);

  /** Requests that share permits. */
  public enum Kind {
    /** Ends within its deadline. */
    CALL("too many requests at once"),
    /** Gets its answer from memory, or waits two seconds at most. */
    HEALTH("too many ask for the health at once"),
    /** Is answered as long as the client stays. */
    STREAM("too many streams at once"),
    /** A page that watches. */
    WATCHER("too many watch already");

    private final String excess;

    Kind(String excess) {
      this.excess = excess;
    }
  }

  /** The limits are those of the configuration as it is then. */
  RequestLimiter(Supplier<Config> config) {
    this.config = config;
  }

  /** Takes a permit; a fault with 503 if there is none. */
  void take(Kind kind) {
    int limit = limit(kind);
    if (of(kind).getAndUpdate(number -> number < limit ? number + 1 : number) >= limit) {
      throw HttpFault.of(503, "%s (expected: at most %d)".formatted(kind.excess, limit))
          .hint("try again in a second");
    }
  }

  void release(Kind kind) {
    of(kind).decrementAndGet();
  }

  private int limit(Kind kind) {
    Config now = config.get();
    return switch (kind) {
      case CALL -> now.find(TrafficSettings.GATEWAY_CALLS).orElse(Limits.CALLS);
      case HEALTH -> Limits.HEALTH_CLIENTS;
      case STREAM -> now.find(TrafficSettings.GATEWAY_STREAMS).orElse(Limits.STREAMS);
      case WATCHER -> now.find(TrafficSettings.GATEWAY_WATCHERS).orElse(Limits.EVENT_CLIENTS);
    };
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

  private AtomicInteger of(Kind kind) {
    return taken.computeIfAbsent(kind, each -> new AtomicInteger());
  }
}
