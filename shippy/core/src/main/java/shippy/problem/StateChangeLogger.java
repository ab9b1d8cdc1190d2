package shippy.problem;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Logs when something begins to fail and when it works again, and nothing in between. Safe for any
 * thread.
 */
public final class StateChangeLogger {
  private final Logger log;
  private final String what;
  private final Consumer<Throwable> firstFailure;
  private final AtomicBoolean failing = new AtomicBoolean();

  /**
   * For something that works as yet.
   *
   * @param firstFailure logs the first of several failures in succession
   */
  public StateChangeLogger(Logger log, String what, Consumer<Throwable> firstFailure) {
    this.log = requireNonNull(log, "log");
    this.what = requireNonNull(what, "what");
    this.firstFailure = requireNonNull(firstFailure, "firstFailure");
  }

  /** The outcome of one attempt: what it failed with, or null. */
  public void note(@Nullable Throwable failure) {
    boolean fails = failure != null;
    if (failing.get() == fails || !failing.compareAndSet(!fails, fails)) {
      return;
    }
    if (failure != null) {
      firstFailure.accept(failure);
    } else {
      log.info("{} works again", what);
    }
  }
}
