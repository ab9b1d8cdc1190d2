package shippy.invoke;

import static java.util.Objects.requireNonNull;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A call with one answer that no thread waits for. It is cancelled with the gRPC context in which
 * it begins.
 */
final class UnaryCall extends ClientCall.Listener<byte[]> {
  /** That much takes a millisecond to read; other calls of the event loop would wait for it. */
  private static final int LARGE = 64 * 1024;

  private final ClientCall<byte[], byte[]> call;
  private final Executor large;
  private final CompletableFuture<UnaryCall> ended = new CompletableFuture<>();
  private byte @Nullable [] answer;
  private @Nullable StatusRuntimeException failure;

  /**
   * Not begun yet.
   *
   * @param large runs what follows a large answer
   */
  UnaryCall(
      Channel channel,
      MethodDescriptor<byte[], byte[]> method,
      CallOptions options,
      Executor large) {
    this.call = channel.newCall(method, options);
    this.large = large;
  }

  /** Sends the request. The future ends with the call, and never with a failure. */
  CompletableFuture<UnaryCall> begin(Metadata headers, byte[] request) {
    call.start(this, headers);
    call.request(2); // a second answer is an error
    call.sendMessage(request);
    call.halfClose();
    return ended;
  }

  @Override
  public void onMessage(byte[] message) {
    if (answer != null) {
      throw Status.INTERNAL
          .withDescription("More than one value received for unary call")
          .asRuntimeException();
    }
    answer = message;
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    if (!status.isOk()) {
      failure = status.asRuntimeException(trailers);
    } else if (answer == null) {
      failure =
          Status.INTERNAL
              .withDescription("No value received for unary call")
              .asRuntimeException(trailers);
    }
    if (answer != null && answer.length > LARGE) {
      large.execute(() -> ended.complete(this));
    } else {
      ended.complete(this);
    }
  }

  /** Empty if it went well. */
  Optional<StatusRuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  byte[] answer() {
    return requireNonNull(answer, "answer");
  }

  /** Empty if no instance was reached. */
  Optional<SocketAddress> address() {
    return Optional.ofNullable(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
  }
}
