package shippy.service;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import shippy.problem.BackendException;

/** Ends a unary call with the result of a future. Stateless. */
public final class Answer {
  private Answer() {}

  /**
   * Starts the work and answers when its future is done. A gRPC status that the work throws or its
   * future fails with goes to the caller as it is; any other failure is logged by the {@link
   * Service} and reaches the caller as {@code INTERNAL} without details. To be called by the
   * handler method itself, before it returns.
   */
  public static <T> void to(StreamObserver<T> caller, Supplier<CompletableFuture<T>> work) {
    if (caller instanceof ServerCallStreamObserver<T> call) {
      call.setOnCancelHandler(() -> {}); // without it, an answer to a caller that has left throws
    }
    CompletableFuture<?> unused =
        start(work)
            .whenComplete(
                (value, failure) -> {
                  if (failure != null) {
                    caller.onError(cause(failure));
                  } else {
                    caller.onNext(value);
                    caller.onCompleted();
                  }
                });
  }

  private static <T> CompletableFuture<T> start(Supplier<CompletableFuture<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * The cause of a failed future, without the wrapping of dependent stages; a {@link
   * BackendException} as a gRPC status.
   */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null
        ? cause(cause)
        : failure instanceof BackendException backEnd ? status(backEnd) : failure;
  }

  private static Exception status(BackendException failure) {
    Status.Code code =
        switch (failure.kind()) {
          case NO_SPACE, BUSY -> Status.Code.RESOURCE_EXHAUSTED;
          case REFUSED -> Status.Code.FAILED_PRECONDITION;
          case UNAVAILABLE, DATA_LOSS, INTERNAL -> Status.Code.valueOf(failure.kind().name());
        };
    String text = Statuses.fit(String.valueOf(failure.getMessage()));
    return code.toStatus().withDescription(text).withCause(failure).asRuntimeException();
  }
}
