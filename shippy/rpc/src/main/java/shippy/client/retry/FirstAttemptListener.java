package shippy.client.retry;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The listener of the first call of a {@link RepeatedCall}. If there can be one answer only, the
 * caller gets it when the call ends; until then the call may be repeated.
 */
final class FirstAttemptListener<A> extends ClientCall.Listener<A> {
  private final RepeatedCall<?, A> call;
  private final ClientCall.Listener<A> caller;
  private final Metadata request;
  private final boolean oneAnswer;
  private final List<A> answers = new ArrayList<>(1);
  private @Nullable Metadata headers;

  FirstAttemptListener(
      RepeatedCall<?, A> call, ClientCall.Listener<A> caller, Metadata request, boolean oneAnswer) {
    this.call = call;
    this.caller = caller;
    this.request = request;
    this.oneAnswer = oneAnswer;
  }

  @Override
  public void onHeaders(Metadata answer) {
    headers = answer;
    if (!oneAnswer) {
      call.commit();
      caller.onHeaders(answer);
    }
  }

  @Override
  public void onMessage(A message) {
    if (oneAnswer) {
      answers.add(message);
    } else {
      caller.onMessage(message);
    }
  }

  @Override
  public void onReady() {
    caller.onReady();
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    if (call.repeat(status, headers != null, caller, request)) {
      return;
    }
    if (oneAnswer && headers != null) {
      caller.onHeaders(headers);
      answers.forEach(caller::onMessage);
    }
    caller.onClose(status, trailers);
  }
}
