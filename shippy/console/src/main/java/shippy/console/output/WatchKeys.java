package shippy.console.output;

import java.time.Duration;

/** The keys that are typed while a result is shown again and again. One thread. */
@FunctionalInterface
public interface WatchKeys {
  /** What a key does. */
  enum Effect {
    /** The time was over, or the key means nothing. */
    NONE,
    /** The last result is shown in another way. */
    REDRAW,
    /** No more results. */
    QUIT
  }

  /** Waits for a key, at most so long. */
  Effect await(Duration atMost) throws InterruptedException;
}
