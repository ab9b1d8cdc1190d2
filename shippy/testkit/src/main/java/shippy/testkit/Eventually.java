package shippy.testkit;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;

/** Waits for facts that become true later: the only place in tests that waits. Stateless. */
public final class Eventually {
  private static final long POLL_MILLIS = 20;

  private Eventually() {}

  /**
   * Returns as soon as the assertion holds; tries it every 20 ms, at least once. An exception
   * counts as "not yet", like a failed assertion.
   *
   * @throws AssertionError after the limit, with the last failure and the time waited
   */
  public static void eventually(Duration limit, ThrowingRunnable assertion) {
    Supplier<Duration> waited = Clock.system().stopwatch();
    Throwable failure = attempt(assertion);
    while (failure != null) {
      Duration now = waited.get();
      if (now.compareTo(limit) >= 0) {
        throw new AssertionError(
            "still failing after %d ms: %s".formatted(now.toMillis(), text(failure)), failure);
      }
      pause();
      failure = attempt(assertion);
    }
  }

  /**
   * Returns after the span if the assertion held each time, every 20 ms: for things that must not
   * happen, or not yet.
   *
   * @throws AssertionError at the first failure, with the time it took
   */
  public static void throughout(Duration span, ThrowingRunnable assertion) {
    Supplier<Duration> waited = Clock.system().stopwatch();
    while (true) {
      Throwable failure = attempt(assertion);
      Duration now = waited.get();
      if (failure != null) {
        throw new AssertionError(
            "no longer holds after %d ms: %s".formatted(now.toMillis(), text(failure)), failure);
      }
      if (now.compareTo(span) >= 0) {
        return;
      }
      pause();
    }
  }

  private static @Nullable Throwable attempt(ThrowingRunnable assertion) {
    try {
      assertion.run();
      return null;
    } catch (InterruptedException e) {
      throw Concurrently.interrupted(e);
    } catch (Exception | AssertionError e) {
      return e;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      throw Concurrently.interrupted(e);
    }
  }

  private static String text(Throwable failure) {
    return failure instanceof AssertionError && failure.getMessage() != null
        ? failure.getMessage()
        : failure.toString();
  }
}
