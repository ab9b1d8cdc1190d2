package shippy.telemetry.export.trace;

import com.google.common.net.InetAddresses;
import io.grpc.Status;
import java.net.InetSocketAddress;
import shippy.telemetry.Span;

/**
 * What OpenTelemetry's semantic conventions tell of a span besides its name and times. Stateless.
 */
final class SpanAttributes {
  private SpanAttributes() {}

  /** Takes attributes, one by one. */
  interface Sink {
    void put(String key, String value);

    void put(String key, long value);
  }

  static void write(Span span, Sink to) {
    switch (span.kind()) {
      case RPC_SERVER, RPC_CLIENT -> rpc(span, to);
      case HTTP_SERVER -> http(span.name(), to);
      case INTERNAL -> {}
    }
    span.attempt()
        .ifPresent(
            attempt -> {
              to.put("peer.service", attempt.service());
              if (attempt.number() > 1) { // as gRPC names it
                to.put("previous-rpc-attempts", attempt.number() - 1);
              }
            });
    if (isError(span)) {
      to.put("error.type", span.status().name());
    }
    boolean server = span.attempt().isEmpty();
    if (span.peer().orElse(null) instanceof InetSocketAddress at && at.getAddress() != null) {
      to.put(server ? "network.peer.address" : "server.address", address(at));
      to.put(server ? "network.peer.port" : "server.port", at.getPort());
    }
  }

  static String address(InetSocketAddress peer) {
    return InetAddresses.toAddrString(peer.getAddress());
  }

  private static void rpc(Span span, Sink to) {
    int slash = span.name().indexOf('/');
    to.put("rpc.system", "grpc");
    if (slash > 0) {
      to.put("rpc.service", span.name().substring(0, slash));
      to.put("rpc.method", span.name().substring(slash + 1));
    }
    to.put("rpc.grpc.status_code", span.status().value());
  }

  /** The name is method and path. */
  private static void http(String name, Sink to) {
    int space = name.indexOf(' ');
    if (space > 0) {
      to.put("http.request.method", name.substring(0, space));
      to.put("url.path", name.substring(space + 1));
    }
  }

  /** Whether it failed: a server's answer that tells of a caller's mistake is no failure of it. */
  static boolean isError(Span span) {
    boolean server = span.kind() == Span.Kind.RPC_SERVER || span.kind() == Span.Kind.HTTP_SERVER;
    return server ? isFault(span.status()) : span.status() != Status.Code.OK;
  }

  private static boolean isFault(Status.Code code) {
    return switch (code) {
      case UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS -> true;
      default -> false;
    };
  }
}
