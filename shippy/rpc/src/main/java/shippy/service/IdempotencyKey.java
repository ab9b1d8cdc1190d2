package shippy.service;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
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
  private static final ServerStreamTracer NO_KEY = new ServerStreamTracer() {};

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

  /**
   * Puts the key into the context that the call begins with: the interceptor would change the
   * context at each of the call's five steps.
   */
  static ServerStreamTracer.Factory tracers() {
    return new ServerStreamTracer.Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        String given = headers.get(Headers.IDEMPOTENCY_KEY);
        return given == null ? NO_KEY : new Tracer(Reader.unquoted(given));
      }
    };
  }

  private static final class Tracer extends ServerStreamTracer {
    private final String key;

    Tracer(String key) {
      this.key = key;
    }

    @Override
    public Context filterContext(Context context) {
      return context.withValue(KEY, key);
    }
  }

  private static final class Reader implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String there = KEY.get();
      String given = there == null ? headers.get(Headers.IDEMPOTENCY_KEY) : there;
      if (given == null) {
        return next.startCall(call, headers);
      }
      String key;
      try {
        key = Statuses.id(Headers.IDEMPOTENCY_KEY.name(), there == null ? unquoted(given) : there);
      } catch (StatusRuntimeException e) {
        call.close(e.getStatus(), new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return there != null
          ? next.startCall(call, headers)
          : Contexts.interceptCall(Context.current().withValue(KEY, key), call, headers, next);
    }

    /** The draft puts the key in double quotes; most clients do not. */
    static String unquoted(String given) {
      boolean quoted = given.length() >= 2 && given.startsWith("\"") && given.endsWith("\"");
      return quoted ? given.substring(1, given.length() - 1) : given;
    }
  }
}
