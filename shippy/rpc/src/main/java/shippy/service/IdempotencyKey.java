package shippy.service;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import shippy.clock.TimeOrderedIds;
import shippy.platform.Headers;

/**
 * The key that all repeats of one call share: the header {@code idempotency-key}, which shippy's
 * clients send with every call of a method declared {@code IDEMPOTENT}. A handler that uses it as
 * the id of a new record, if the request has none, creates nothing twice. Stateless.
 */
public final class IdempotencyKey {
  private static final Context.Key<String> KEY = Context.key("idempotency-key");

  private IdempotencyKey() {}

  /** The key of the call of the current gRPC context: 1 to 128 visible ASCII characters. */
  public static Optional<String> current() {
    return Optional.ofNullable(KEY.get());
  }

  /**
   * The id for a new record: the requested one, else the key of the call, else a new id.
   *
   * @throws StatusRuntimeException {@code INVALID_ARGUMENT} for an id that is not well-formed
   */
  public static String idOf(String requested, TimeOrderedIds ids) {
    return requested.isEmpty() ? current().orElseGet(ids::next) : Statuses.id("id", requested);
  }

  /**
   * Reads the header; a call whose key is not well-formed ends with {@code INVALID_ARGUMENT}. Every
   * {@link Service} uses it.
   */
  public static ServerInterceptor interceptor() {
    return new Reader();
  }

  private static final class Reader implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String given = headers.get(Headers.IDEMPOTENCY_KEY);
      if (given == null) {
        return next.startCall(call, headers);
      }
      String key;
      try {
        key = Statuses.id(Headers.IDEMPOTENCY_KEY.name(), unquoted(given));
      } catch (StatusRuntimeException e) {
        call.close(e.getStatus(), new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return Contexts.interceptCall(Context.current().withValue(KEY, key), call, headers, next);
    }

    /** The draft puts the key in double quotes; most clients do not. */
    private static String unquoted(String given) {
      boolean quoted = given.length() >= 2 && given.startsWith("\"") && given.endsWith("\"");
      return quoted ? given.substring(1, given.length() - 1) : given;
    }
  }
}
