package shippy.consignment;

import static java.util.Objects.requireNonNull;

import io.grpc.Context;
import io.grpc.Status;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Backoff;
import shippy.clock.Clock;
import shippy.problem.ProblemText;
import shippy.service.Answer;
import shippy.service.Statuses;

/**
 * Tells the vessel service what became of a reservation, in the background and outliving the call
 * that asked for it. Tries {@value #ATTEMPTS} times over about half a minute; what it then gives up
 * on keeps its capacity, so that nothing is oversold. Safe for any thread.
 */
final class Settlement implements AutoCloseable {
  static final int ATTEMPTS = 8;

  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

  /** Answers that a second attempt would get again. */
  private static final Set<Status.Code> FINAL =
      EnumSet.of(
          Status.Code.NOT_FOUND, Status.Code.FAILED_PRECONDITION, Status.Code.INVALID_ARGUMENT);

  private final Vessels vessels;
  private final Clock clock;
  private final AtomicBoolean failing = new AtomicBoolean();
  private volatile boolean closed;

  Settlement(Vessels vessels, Clock clock) {
    this.vessels = requireNonNull(vessels, "vessels");
    this.clock = requireNonNull(clock, "clock");
  }

  /** Confirms what is confirmed, releases what is aborted. Returns at once. */
  void of(Consignment decided) {
    String id = decided.id();
    switch (decided.state()) {
      case CONFIRMED -> start("confirm " + id, () -> vessels.confirm(id));
      case ABORTED -> start("release " + id, () -> vessels.release(id));
      case PENDING -> throw new IllegalArgumentException(id + ": PENDING (expected: decided)");
    }
  }

  /** Begins no further attempt. Idempotent. */
  @Override
  public void close() {
    closed = true;
  }

  private void start(String what, Supplier<CompletableFuture<Void>> call) {
    Context.current().fork().run(() -> attempt(new Job(what, call, Backoff.standard()), 1));
  }

  private record Job(String what, Supplier<CompletableFuture<Void>> call, Backoff pauses) {}

  private void attempt(Job job, int number) {
    if (closed) {
      return;
    }
    CompletableFuture<?> unused =
        job.call()
            .get()
            .whenComplete(
                (done, failure) -> {
                  if (failure == null) {
                    succeeded(job);
                  } else {
                    failed(job, number, Status.fromThrowable(Answer.cause(failure)));
                  }
                });
  }

  private void succeeded(Job job) {
    if (failing.compareAndSet(true, false)) {
      LOG.info("vessel service took {}: it answers again", job.what());
    }
  }

  private void failed(Job job, int number, Status status) {
    String why = ProblemText.clean(Statuses.describe(status));
    if (FINAL.contains(status.getCode())) {
      LOG.warn("vessel service refused to {}: {}", job.what(), why);
      return;
    }
    if (failing.compareAndSet(false, true)) {
      LOG.warn("vessel service did not {}, trying again: {}", job.what(), why);
    }
    if (number == ATTEMPTS) {
      LOG.warn("gave up after {} attempts to {}: {}", ATTEMPTS, job.what(), why);
      return;
    }
    Context beyondCaller = Context.current();
    clock.schedule(job.pauses().next(), beyondCaller.wrap(() -> attempt(job, number + 1)));
  }
}
