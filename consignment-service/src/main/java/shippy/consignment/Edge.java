package shippy.consignment;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import shippy.problem.ProblemText;
import shippy.service.Answer;
import shippy.service.Statuses;

/**
 * Logs when something begins to fail and when it works again, and nothing in between. Safe for any
 * thread.
 */
final class Edge {
  private final Logger log;
  private final String what;
  private final AtomicBoolean failing = new AtomicBoolean();

  Edge(Logger log, String what) {
    this.log = requireNonNull(log, "log");
    this.what = requireNonNull(what, "what");
  }

  /** The outcome of one attempt: what it failed with, or null. */
  void note(@Nullable Throwable failure) {
    if (failure == null) {
      worked();
    } else {
      failed(failure);
    }
  }

  private void failed(Throwable failure) {
    if (!failing.compareAndSet(false, true)) {
      return;
    }
    Throwable cause = Answer.cause(failure);
    if (cause instanceof StatusRuntimeException known) {
      String why = ProblemText.clean(Statuses.describe(Status.fromThrowable(known)));
      log.warn("{} fails, trying again: {}", what, why);
    } else {
      log.warn("{} fails, trying again", what, cause);
    }
  }

  private void worked() {
    if (failing.compareAndSet(true, false)) {
      log.info("{} works again", what);
    }
  }
}
