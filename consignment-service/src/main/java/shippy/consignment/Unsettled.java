package shippy.consignment;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.service.Answer;
import shippy.service.Statuses;

/** What a client is told when it is not known yet whether a vessel takes its consignment. */
final class Unsettled {
  // This service has tried again already; its clients are not to multiply that (gRFC A6).
  static final Metadata.Key<String> RETRY_PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  private static final Logger LOG = LoggerFactory.getLogger(Unsettled.class);

  private Unsettled() {}

  static StatusRuntimeException of(String id, String who, Throwable failure) {
    Throwable cause = Answer.cause(failure);
    Metadata trailers = new Metadata();
    trailers.put(RETRY_PUSHBACK, "-1");
    String text =
        "consignment %s is pending, %s: %s"
            .formatted(id, who, Statuses.describe(Status.fromThrowable(cause)));
    return Status.UNAVAILABLE
        .withDescription(Statuses.fit(text))
        .withCause(cause)
        .asRuntimeException(trailers);
  }

  /** What the saga failed on: the cause that it was given. */
  static Throwable reason(Throwable failure) {
    Throwable unsettled = Answer.cause(failure);
    return Optional.ofNullable(unsettled.getCause()).orElse(unsettled);
  }

  /** Logs a reason that is no answer of the vessel service or the workers. */
  static void logUnexpected(String id, Throwable failure) {
    Throwable reason = reason(failure);
    if (!(reason instanceof StatusRuntimeException)) {
      LOG.error("consignment {} stays pending", id, reason);
    }
  }
}
