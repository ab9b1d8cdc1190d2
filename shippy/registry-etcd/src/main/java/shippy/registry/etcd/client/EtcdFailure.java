package shippy.registry.etcd.client;

import io.grpc.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operation failed at every member that was tried. */
public final class EtcdFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // never serialized
  private final transient List<FailedAttempt> attempts;

  EtcdFailure(List<FailedAttempt> attempts) {
    super(
        "failed %d times, at last".formatted(attempts.size()),
        attempts.get(attempts.size() - 1).error());
    this.attempts = List.copyOf(attempts);
  }

  /** The failure of a future. Any other exception there is a defect and is thrown as such. */
  public static EtcdFailure in(@Nullable Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof EtcdFailure failure) {
        return failure;
      }
    }
    throw new IllegalStateException("unexpected end of a call", error);
  }

  List<FailedAttempt> attempts() {
    return attempts;
  }

  FailedAttempt last() {
    return attempts.get(attempts.size() - 1);
  }

  /** Whether the answer was larger than this client accepts. */
  public boolean isTooLarge() {
    return last().status().getCode() == Status.Code.RESOURCE_EXHAUSTED;
  }

  /** Whether etcd has forgotten the revision that was asked for. */
  public boolean isCompacted() {
    return last().status().getCode() == Status.Code.OUT_OF_RANGE && last().says("compacted");
  }
}
