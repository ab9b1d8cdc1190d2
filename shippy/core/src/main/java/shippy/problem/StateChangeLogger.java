package shippy.problem;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Logs when something begins to fail and when it works again; logs no repeated failures. Safe for
 * any thread.
 */
public final class StateChangeLogger {
  private final Logger log;
  private final String what;
  private final Consumer<Throwable> firstFailure;
  private final AtomicBoolean failing = new AtomicBoolean();

  /**
   * A logger for something that is assumed to work at first.
   *
   * @param firstFailure logs the first failure after a success
   */
  public StateChangeLogger(Logger log, String what, Consumer<Throwable> firstFailure) {
    this.log = requireNonNull(log, "log");
    this.what = requireNonNull(what, "what");
    this.firstFailure = requireNonNull(firstFailure, "firstFailure");
  }

  /** Takes the outcome of one attempt: its exception, or null for a success. */
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
