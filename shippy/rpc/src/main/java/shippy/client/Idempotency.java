package shippy.client;

import io.grpc.MethodDescriptor;

/** What the {@code idempotency_level} in the proto file says of a method. Stateless. */
final class Idempotency {
  private Idempotency() {}

  /** Whether a repeat does no harm: {@code IDEMPOTENT} or {@code NO_SIDE_EFFECTS}. */
  static boolean isRepeatable(MethodDescriptor<?, ?> method) {
    return method.isIdempotent() || method.isSafe();
  }

  /** Whether a repeat does no harm although the method changes something: {@code IDEMPOTENT}. */
  static boolean isChange(MethodDescriptor<?, ?> method) {
    return method.isIdempotent() && !method.isSafe();
  }
}
