package shippy.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class AnswerTest {
  private final Recorder caller = new Recorder();

  @Test
  void result_is_sent_when_the_future_is_done() {
    CompletableFuture<String> result = new CompletableFuture<>();
    Answer.to(caller, () -> result);
    assertThat(caller.events).isEmpty();
    result.complete("yes");
    assertThat(caller.events).containsExactly("next yes", "completed");
  }

  @Test
  void status_reaches_the_caller_from_whatever_stage() {
    Answer.to(
        caller,
        () ->
            CompletableFuture.completedFuture("in")
                .thenApply(
                    in -> {
                      throw Statuses.of(Status.Code.NOT_FOUND, "nothing here");
                    }));
    assertThat(caller.events).containsExactly("NOT_FOUND nothing here");
  }

  @Test
  void status_thrown_before_there_is_a_future_reaches_the_caller() {
    Answer.to(
        caller,
        () -> {
          throw Statuses.invalid("size", -1, "more");
        });
    assertThat(caller.events).containsExactly("INVALID_ARGUMENT size: -1 (expected: more)");
  }

  @Test
  void cause_is_what_was_thrown_first() {
    IllegalStateException first = new IllegalStateException("first");
    assertThat(Answer.cause(new CompletionException(new CompletionException(first))))
        .isSameAs(first);
    assertThat(Answer.cause(first)).isSameAs(first);
  }

  private static final class Recorder implements StreamObserver<String> {
    final List<String> events = new ArrayList<>();

    @Override
    public void onNext(String value) {
      events.add("next " + value);
    }

    @Override
    public void onError(Throwable failure) {
      Status status = Status.fromThrowable(failure);
      events.add(status.getCode() + " " + status.getDescription());
    }

    @Override
    public void onCompleted() {
      events.add("completed");
    }
  }
}
