package shippy.client.retry;

import io.grpc.ClientCall;
import java.util.function.Consumer;

/**
 * What every caller does with a call, to be done again with another. No lambdas: the first compiler
 * makes one that captures far slower.
 */
final class CallSteps {
  /** Asks for so many messages. */
  record Request<Q, A>(int messages) implements Consumer<ClientCall<Q, A>> {
    @Override
    public void accept(ClientCall<Q, A> call) {
      call.request(messages);
    }
  }

  /** Sends one. */
  record Message<Q, A>(Q message) implements Consumer<ClientCall<Q, A>> {
    @Override
    public void accept(ClientCall<Q, A> call) {
      call.sendMessage(message);
    }
  }

  private CallSteps() {}
}
