package shippy.invoke;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
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

  /**
   * The whole seconds after which it may succeed, at least one, as in HTTP's {@code Retry-After};
   * if who refused it says so, by {@code google.rpc.RetryInfo}.
   */
  public Optional<String> retryAfter() {
    try {
      for (Any detail :
          StatusProto.fromStatusAndTrailers(getStatus(), getTrailers()).getDetailsList()) {
        if (detail.is(RetryInfo.class)) {
          Duration delay = detail.unpack(RetryInfo.class).getRetryDelay();
          long seconds = delay.getSeconds() + (delay.getNanos() > 0 ? 1 : 0);
          return Optional.of(String.valueOf(Math.max(1, seconds)));
        }
      }
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return Optional.empty(); // details of another form
    }
    return Optional.empty();
  }
}
