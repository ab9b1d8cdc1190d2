package shippy.governance.breaker;

import io.grpc.Status;
import shippy.platform.MicroError;

/** What the end of a call, or of an attempt, says of its service. */
public enum CallOutcome {
  /** It answers, if only to refuse what it was asked. */
  SUCCESS,
  FAILURE,
  /** Nothing: the call was given up. */
  NONE;

  /**
   * Failures are the codes that go-zero takes, and {@code UNKNOWN} from here: a connection was cut
   * off. {@code UNKNOWN} from a service is what programs in Go answer for any error, also for those
   * of requests.
   */
  public static CallOutcome of(Status end) {
    if (end.isOk()) {
      return SUCCESS;
    }
    return switch (MicroError.plain(end, "").getCode()) {
      case DEADLINE_EXCEEDED, INTERNAL, UNAVAILABLE, DATA_LOSS, UNIMPLEMENTED, RESOURCE_EXHAUSTED ->
          FAILURE;
      case UNKNOWN -> end.getCause() == null ? SUCCESS : FAILURE;
      case CANCELLED -> NONE;
      case OK,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          UNAUTHENTICATED ->
          SUCCESS;
    };
  }
}
