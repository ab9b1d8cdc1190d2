package shippy.platform;

import io.grpc.Metadata;

/** The metadata of a call that clients and services both know. Stateless. */
public final class Headers {
  /** What repeats of one call have in common (IETF draft-ietf-httpapi-idempotency-key-header). */
  public static final Metadata.Key<String> IDEMPOTENCY_KEY =
      Metadata.Key.of("idempotency-key", Metadata.ASCII_STRING_MARSHALLER);

  private Headers() {}
}
