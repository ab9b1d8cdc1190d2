package shippy.client.retry;

import static java.util.Objects.requireNonNull;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One of the calls of a {@link RepeatedCall}, and its listener. If there can be one answer only,
 * the caller gets it when the call ends; until then another call may take its place.
 */
final class Attempt<Q, A> extends ClientCall.Listener<A> {
  /** How a service asks for a pause before a repeat, or for none at all (gRFC A6). */
  private static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

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
  void make(Function<TrailersTracer, ClientCall<Q, A>> calls) {
    call = calls.apply(end);
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
    return end.isSeen();
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

  /** Whether the service has too much to do for more such calls, or asks for none. */
  static boolean forbidsMore(Status status, Metadata trailers) {
    return status.getCode() == Status.Code.RESOURCE_EXHAUSTED || trailers.containsKey(PUSHBACK);
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
    if (!whole.end(this, status, trailers)) {
      return;
    }
    try {
      passAnswers();
    } catch (Throwable e) { // an Error too: gRPC would cancel the call and tell its end
      Status failed = Status.CANCELLED.withDescription("the caller failed at the answer");
      whole.listener().onClose(failed.withCause(e), new Metadata());
      return;
    }
    whole.listener().onClose(status, trailers);
  }

  private void passAnswers() {
    if (oneAnswer && headers != null) {
      whole.listener().onHeaders(headers);
      answers.forEach(whole.listener()::onMessage);
    }
  }
}
