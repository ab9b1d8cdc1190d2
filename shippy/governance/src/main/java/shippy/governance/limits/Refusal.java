package shippy.governance.limits;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.Locale;

/**
 * Why a call is refused.
 *
 * @param subject what is refused, of which there are few
 * @param what is too much
 * @param expected instead
 * @param retry when the call may pass
 */
record Refusal(Reason reason, String subject, String what, String expected, Duration retry) {
  /** Clients of Google's APIs look for the details of an error here. */
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /** What refuses it. */
  enum Reason {
    RATE,
    CALLER,
    LOAD;

    /** For labels. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Refusal {
    requireNonNull(reason, "reason");
    requireNonNull(subject, "subject");
    requireNonNull(what, "what");
    requireNonNull(expected, "expected");
    requireNonNull(retry, "retry");
  }

  /** Never {@code UNAVAILABLE}: a repeat elsewhere would only spread the load. */
  Status status() {
    long millis = retry.plusNanos(999_999).toMillis();
    return Status.RESOURCE_EXHAUSTED.withDescription(
        what + " (expected: " + expected + "; try again in " + millis + " ms)");
  }

  /** Tells programs when to try again, beside the status. */
  Metadata trailers(Status status) {
    RetryInfo.Builder info = RetryInfo.newBuilder();
    info.getRetryDelayBuilder().setSeconds(retry.getSeconds()).setNanos(retry.getNano());
    com.google.rpc.Status details =
        com.google.rpc.Status.newBuilder()
            .setCode(status.getCode().value())
            .setMessage(String.valueOf(status.getDescription()))
            .addDetails(Any.pack(info.build()))
            .build();
    Metadata trailers = new Metadata();
    trailers.put(DETAILS, details.toByteArray());
    return trailers;
  }
}
