package shippy.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Context;
import io.grpc.Status;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.problem.BackendException;

class WorkersTest {
  private static final Context.Key<String> WHO = Context.key("who");

  private final Workers workers = new Workers("test-store", 1, 1);
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void close() {
    gate.countDown();
    workers.close();
    workers.close();
  }

  @Test
  void work_runs_on_a_named_thread_in_the_callers_context() throws Exception {
    CompletableFuture<String> done =
        Context.current()
            .withValue(WHO, "me")
            .call(() -> workers.call(() -> Thread.currentThread().getName() + " " + WHO.get()));
    assertThat(done.get(5, TimeUnit.SECONDS)).isEqualTo("test-store-1 me");
  }

  @Test
  void work_beyond_the_queue_is_refused_at_once() {
    CompletableFuture<Boolean> running = workers.call(this::hold);
    CompletableFuture<Boolean> waiting = workers.call(() -> true);
    assertStatus(
        workers.call(() -> true),
        Status.Code.RESOURCE_EXHAUSTED,
        "test-store: 1 requests waiting (expected: fewer; try again later)");
    gate.countDown();
    assertThat(running.join()).isTrue();
    assertThat(waiting.join()).isTrue();
  }

  @Test
  void work_of_a_caller_that_left_is_skipped() throws Exception {
    Context.CancellableContext caller = Context.current().withCancellation();
    CompletableFuture<Boolean> running = workers.call(this::hold);
    CompletableFuture<Boolean> waiting = caller.call(() -> workers.call(() -> true));
    caller.cancel(null);
    gate.countDown();
    assertThat(running.join()).isTrue();
    assertStatus(waiting, Status.Code.CANCELLED, "the caller left before the work began");
  }

  @Test
  void failure_of_the_work_is_the_failure_of_the_future() {
    CompletableFuture<Boolean> failed =
        workers.call(
            () -> {
              throw new IllegalStateException("disk on fire");
            });
    assertThatThrownBy(failed::join).hasRootCauseMessage("disk on fire");
  }

  @ParameterizedTest
  @CsvSource({
    "NO_SPACE, RESOURCE_EXHAUSTED",
    "UNAVAILABLE, UNAVAILABLE",
    "REFUSED, FAILED_PRECONDITION",
    "DATA_LOSS, DATA_LOSS",
    "INTERNAL, INTERNAL"
  })
  void failure_of_a_back_end_is_a_status(BackendException.Kind kind, Status.Code code) {
    CompletableFuture<Boolean> failed =
        workers.call(
            () -> {
              throw new BackendException(kind, "store a.db: \u0007why", new SQLException("1"));
            });
    assertStatus(failed, code, "store a.db: ?why");
    assertThatThrownBy(failed::join).hasRootCauseMessage("1");
  }

  @Test
  void closed_workers_refuse() {
    workers.close();
    assertStatus(workers.call(() -> true), Status.Code.UNAVAILABLE, "test-store: stopping");
  }

  private boolean hold() {
    try {
      return gate.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertStatus(CompletableFuture<?> future, Status.Code code, String text) {
    assertThatThrownBy(future::join)
        .satisfies(
            e -> {
              Status status = Status.fromThrowable(e);
              assertThat(status.getCode()).isEqualTo(code);
              assertThat(status.getDescription()).isEqualTo(text);
            });
  }
}
