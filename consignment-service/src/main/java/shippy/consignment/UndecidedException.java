package shippy.consignment;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import shippy.service.Answer;
import shippy.service.Statuses;

/** It is not known yet whether a vessel takes a consignment. Its status is the client's answer. */
final class UndecidedException extends StatusRuntimeException {
  // This service has already retried; clients must not retry again (gRFC A6).
  static final Metadata.Key<String> RETRY_PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  private static final long serialVersionUID = 1;

  private final Throwable reason;

  UndecidedException(String id, String who, Throwable failure) {
    super(status(id, who, Answer.cause(failure)), noRetries());
    reason = Answer.cause(failure);
  }

  /** What reserving or storing failed with. */
  Throwable reason() {
    return reason;
  }

  private static Status status(String id, String who, Throwable reason) {
    String text =
        "consignment %s is pending, %s: %s"
            .formatted(id, who, Statuses.describe(Status.fromThrowable(reason)));
    return Status.UNAVAILABLE.withDescription(Statuses.fit(text)).withCause(reason);
  }

  private static Metadata noRetries() {
    Metadata trailers = new Metadata();
    trailers.put(RETRY_PUSHBACK, "-1");
    return trailers;
  }
}
