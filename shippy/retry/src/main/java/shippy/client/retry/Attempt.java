package shippy.client.retry;

import static java.util.Objects.requireNonNull;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the calls of a {@link RepeatedCall}, and its listener. If there can be one answer only,
 * the caller gets it when the call ends; until then another call may take its place.
 */
final class Attempt<Q, A> extends ClientCall.Listener<A> {
  private final RepeatedCall<Q, A> whole;
  private final TrailersTracer end;
  private final boolean oneAnswer;
  private final List<A> answers = new ArrayList<>(1);
  private @Nullable ClientCall<Q, A> call;
  private @Nullable Metadata headers;

  Attempt(RepeatedCall<Q, A> whole, TrailersTracer end, boolean oneAnswer) {
    this.whole = whole;
    this.end = end;
    this.oneAnswer = oneAnswer;
  }

  /** Makes the call; before all others. */
  void make(RepeatedCall.Calls<Q, A> calls) {
    call = calls.make(end);
  }

  void start(Metadata request) {
    Metadata own = new Metadata(); // a call owns the headers it is started with
    own.merge(request);
    call().start(this, own);
  }

  ClientCall<Q, A> call() {
    return requireNonNull(call, "call");
  }

  boolean isEndedByService() {
    return end.getAsBoolean();
  }

  /**
   * Whether the connection ended, and not the work of the instance; gRPC itself repeats other
   * failures.
   */
  boolean isCutOff(Status status) {
    if (isEndedByService()) {
      return false;
    }
    return switch (status.getCode()) {
      case UNKNOWN -> status.getCause() instanceof ClosedChannelException;
      case CANCELLED -> true;
      case UNAVAILABLE -> headers != null;
      default -> false;
    };
  }

  /** Whether the instance did nothing, so that the answer of another counts. */
  static boolean isRefused(Status status) {
    Status.Code code = status.getCode();
    return code == Status.Code.UNAVAILABLE || code == Status.Code.RESOURCE_EXHAUSTED;
  }

  @Override
  public void onHeaders(Metadata answer) {
    headers = answer;
    if (!oneAnswer) {
      whole.commit();
      whole.listener().onHeaders(answer);
    }
  }

  @Override
  public void onMessage(A message) {
    if (oneAnswer) {
      answers.add(message);
    } else {
      whole.listener().onMessage(message);
    }
  }

  /** Nobody waits for it once the request is complete, and then there may be several calls. */
  @Override
  public void onReady() {
    if (!whole.isComplete()) {
      whole.listener().onReady();
    }
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    if (!whole.end(this, status)) {
      return;
    }
    if (oneAnswer && headers != null) {
      whole.listener().onHeaders(headers);
      answers.forEach(whole.listener()::onMessage);
    }
    whole.listener().onClose(status, trailers);
  }
}
