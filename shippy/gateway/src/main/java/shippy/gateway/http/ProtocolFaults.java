package shippy.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Map;
import java.util.Optional;

/** Checks that a request is well-formed HTTP, before its path is read. Stateless. */
final class ProtocolFaults {
  private ProtocolFaults() {}

  /** A fault after which it is unknown where the next request begins. */
  static Optional<HttpFault> of(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return Optional.of(unreadable(request.decoderResult().cause()));
    }
    if (request.protocolVersion().majorVersion() != 1) {
      return fault(505, "version: %s (expected: HTTP/1.1)".formatted(request.protocolVersion()));
    }
    HttpHeaders headers = request.headers();
    if (length(headers) > Limits.HEADER_BYTES) { // for HTTP/2; the codec of HTTP/1 counts by itself
      return Optional.of(longHeaders());
    }
    String coding = headers.get(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
    if (!HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding)) {
      return fault(501, "Transfer-Encoding: \"%s\" (expected: chunked)".formatted(coding));
    }
    String expectation = headers.get(HttpHeaderNames.EXPECT, "100-continue");
    if (!HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expectation)) {
      return fault(417, "Expect: \"%s\" (expected: 100-continue)".formatted(expectation));
    }
    return HttpUtil.getContentLength(request, 0L) > Limits.BODY_BYTES
        ? Optional.of(longBody())
        : Optional.empty();
  }

  static HttpFault brokenBody() {
    return HttpFault.of(400, "body: broken off or not in chunks as it says");
  }

  static HttpFault longBody() {
    return HttpFault.of(
        413, "body: too long (expected: at most %d bytes)".formatted(Limits.BODY_BYTES));
  }

  private static HttpFault longHeaders() {
    return HttpFault.of(
        431, "headers: too long (expected: at most %d bytes)".formatted(Limits.HEADER_BYTES));
  }

  private static long length(HttpHeaders headers) {
    long length = 0;
    for (Map.Entry<String, String> header : headers) {
      length += header.getKey().length() + header.getValue().length() + 4L;
    }
    return length;
  }

  private static HttpFault unreadable(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return RequestTarget.tooLong();
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return longHeaders();
    }
    return HttpFault.of(400, "request: no HTTP (expected: HTTP/1.1)");
  }

  private static Optional<HttpFault> fault(int status, String detail) {
    return Optional.of(HttpFault.of(status, detail));
  }
}
