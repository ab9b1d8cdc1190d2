package shippy.platform;

import io.grpc.Metadata;

/** The metadata keys that clients and services share. Stateless. */
public final class Headers {
  /**
   * The key that all repeats of one call share (IETF draft-ietf-httpapi-idempotency-key-header).
   */
  public static final Metadata.Key<String> IDEMPOTENCY_KEY =
      Metadata.Key.of("idempotency-key", Metadata.ASCII_STRING_MARSHALLER);

  /** The service that calls, as go-micro's services say. */
  public static final Metadata.Key<String> FROM_SERVICE =
      Metadata.Key.of("micro-from-service", Metadata.ASCII_STRING_MARSHALLER);

  private Headers() {}
}
