package shippy.invoke;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import com.google.rpc.RetryInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Optional;

/** A call that ended with a gRPC status other than OK. */
public final class FailedCall extends StatusRuntimeException {
  private static final long serialVersionUID = 1;

  private final String node;

  FailedCall(StatusRuntimeException failure, String node) {
    super(failure.getStatus(), failure.getTrailers());
    this.node = requireNonNull(node, "node");
  }

  /** The id of the instance that answered, else its address; empty if none was reached. */
  public String node() {
    return node;
  }

  /** When it may succeed, if who refused it says so by {@code google.rpc.RetryInfo}. */
  public Optional<Duration> retryDelay() {
    try {
      for (Any detail :
          StatusProto.fromStatusAndTrailers(getStatus(), getTrailers()).getDetailsList()) {
        if (detail.is(RetryInfo.class)) {
          com.google.protobuf.Duration delay =
              Durations.checkValid(detail.unpack(RetryInfo.class).getRetryDelay());
          return Optional.of(Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
        }
      }
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return Optional.empty(); // details of another form
    }
    return Optional.empty();
  }
}
