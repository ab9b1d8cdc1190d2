package shippy.invoke;

import static java.util.Objects.requireNonNull;

import io.grpc.StatusRuntimeException;

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
}
