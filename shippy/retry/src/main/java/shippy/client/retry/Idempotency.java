package shippy.client.retry;

import io.grpc.MethodDescriptor;

/** Reads the {@code idempotency_level} that a proto file gives a method. Stateless. */
public final class Idempotency {
  private Idempotency() {}

  /** Whether a repeat does no harm: {@code IDEMPOTENT} or {@code NO_SIDE_EFFECTS}. */
  public static boolean isRepeatable(MethodDescriptor<?, ?> method) {
    return method.isIdempotent() || method.isSafe();
  }

  /** Whether the method changes something and may be repeated: {@code IDEMPOTENT}. */
  public static boolean isChange(MethodDescriptor<?, ?> method) {
    return method.isIdempotent() && !method.isSafe();
  }
}
