package shippy.gomicro;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;
import shippy.platform.CallerDialect;

/**
 * Serves callers on go-micro. To other calls it adds the look at three headers, and the classes
 * that do the work are loaded when a call needs them. Stateless.
 */
public final class GoMicroDialect implements CallerDialect {
  private static final Metadata.Key<String> CONTENT_TYPE = key("content-type");
  private static final Metadata.Key<String> MICRO_CONTENT_TYPE = key("x-content-type");
  private static final Metadata.Key<String> MICRO_TIMEOUT = key("timeout");

  /** go-micro takes the first detail for its own error, and with most others loses the code. */
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private static final String JSON = "application/grpc+json";

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  @Override
  public HandlerRegistry fallback(List<ServerServiceDefinition> services) {
    return new ShortNames(services);
  }

  @Override
  public ServerInterceptor inner() {
    return new ServerInterceptor() {
      @Override
      public <Q, A> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return isJson(headers.get(CONTENT_TYPE))
            ? JsonMessages.translate(call, headers, next)
            : next.startCall(call, headers);
      }
    };
  }

  /** Media types are compared without case and without their parameters (RFC 9110 §8.3.1). */
  private static boolean isJson(@Nullable String contentType) {
    return contentType != null
        && contentType.regionMatches(true, 0, JSON, 0, JSON.length())
        && contentType.substring(JSON.length()).matches("\\s*(;.*)?");
  }

  @Override
  public ServerInterceptor outer(String service) {
    return new ServerInterceptor() {
      @Override
      public <Q, A> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        boolean micro =
            headers.containsKey(MICRO_CONTENT_TYPE) && headers.containsKey(MICRO_TIMEOUT);
        return next.startCall(micro ? withMicroErrors(call, service) : call, headers);
      }
    };
  }

  private static <Q, A> ServerCall<Q, A> withMicroErrors(ServerCall<Q, A> call, String service) {
    return new SimpleForwardingServerCall<Q, A>(call) {
      @Override
      public void close(Status status, Metadata trailers) {
        trailers.discardAll(DETAILS);
        super.close(status.isOk() ? status : ErrorText.of(status, service), trailers);
      }
    };
  }
}
