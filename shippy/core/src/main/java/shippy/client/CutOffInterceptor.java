package shippy.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;

/**
 * Sends a unary call once more if its instance is killed or cut off in the middle of it, which gRPC
 * reports as {@code UNKNOWN} or {@code CANCELLED} and never tries again. Only for methods whose
 * {@code idempotency_level} in the proto file says that a repeat does no harm.
 */
final class CutOffInterceptor implements ClientInterceptor {
  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    ClientCall<Q, A> call = next.newCall(method, options);
    boolean repeatable = method.isIdempotent() || method.isSafe();
    return repeatable && method.getType() == MethodType.UNARY
        ? new RepeatedCall<>(call, () -> next.newCall(method, options))
        : call;
  }
}
