package shippy.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One HTTP request and the way to answer it. One thread. */
final class Incoming {
  private final HttpExchange exchange;
  private final Patience patience;

  Incoming(HttpExchange exchange, Patience patience) {
    this.exchange = exchange;
    this.patience = patience;
  }

  /** {@code GET} for {@code HEAD} too. */
  String method() {
    String method = exchange.getRequestMethod();
    return method.equals("HEAD") ? "GET" : method;
  }

  String rawMethod() {
    return exchange.getRequestMethod();
  }

  /** The decoded segments; a path that is out of bounds is refused. */
  List<String> path() {
    if (exchange.getRequestURI().toString().length() > Limits.URI_CHARACTERS) {
      throw HttpFault.of(
          414, "URI: too long (expected: at most %d characters)".formatted(Limits.URI_CHARACTERS));
    }
    URI uri = exchange.getRequestURI();
    if (!uri.isAbsolute() && uri.getRawAuthority() != null) {
      throw HttpFault.of(400, "path: \"%s\" (expected: one slash at its beginning)".formatted(uri));
    }
    return Paths.segments(uri.getRawPath());
  }

  /** Of a request to a proxy; otherwise empty. */
  Optional<String> authority() {
    URI uri = exchange.getRequestURI();
    return uri.isAbsolute() ? Optional.ofNullable(uri.getRawAuthority()) : Optional.empty();
  }

  /** Path and query as they came. */
  String target() {
    String query = exchange.getRequestURI().getRawQuery();
    return exchange.getRequestURI().getRawPath() + (query == null ? "" : "?" + query);
  }

  Query query() {
    String raw = exchange.getRequestURI().getRawQuery();
    return Query.parse(raw == null ? "" : raw);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  Map<String, List<String>> headers() {
    return exchange.getRequestHeaders();
  }

  String clientAddress() {
    return exchange.getRemoteAddress().getAddress().getHostAddress();
  }

  /** Whether the client would rather have this media type than JSON. */
  boolean accepts(String type) {
    return header("Accept").filter(accept -> accept.contains(type)).isPresent();
  }

  boolean isForm() {
    return header("Content-Type")
        .filter(type -> type.startsWith("application/x-www-form-urlencoded"))
        .isPresent();
  }

  void requireMethod(String... allowed) {
    if (!List.of(allowed).contains(method())) {
      exchange.getResponseHeaders().set("Allow", String.join(", ", allowed));
      throw HttpFault.of(
          405, "method: %s (expected: %s)".formatted(method(), String.join(" or ", allowed)));
    }
  }

  /** All of it; one that is too long or too slow is cut off. */
  byte[] body() throws IOException {
    InputStream in = exchange.getRequestBody();
    byte[] body = in.readNBytes(Limits.BODY_BYTES + 1);
    if (body.length > Limits.BODY_BYTES) {
      long rest = Limits.DISCARDED_BYTES;
      byte[] piece = new byte[8192];
      for (int n = 0; n >= 0 && rest > 0; rest -= n) {
        n = in.read(piece);
      }
      exchange.getResponseHeaders().set("Connection", "close");
      throw HttpFault.of(
          413, "body: too long (expected: at most %d bytes)".formatted(Limits.BODY_BYTES));
    }
    return body;
  }

  String bodyText() throws IOException {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(body())).toString();
    } catch (CharacterCodingException e) {
      throw HttpFault.of(400, "body: no UTF-8 (expected: JSON in UTF-8)");
    }
  }

  /** Gives the thread this long from now on. */
  void allow(Duration time) {
    patience.allow(time);
  }

  /** Headers that each answer to this request is to have. */
  Headers answerHeaders() {
    return exchange.getResponseHeaders();
  }

  void answer(Answer answer) throws IOException {
    patience.allow(Limits.DELIVERY);
    Headers headers = exchange.getResponseHeaders();
    byte[] body = answer.body().getBytes(UTF_8);
    answer.headers().forEach(headers::set);
    if (!answer.type().isEmpty()) {
      headers.set("Content-Type", answer.type());
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(answer.status(), -1);
    } else if (body.length == 0) {
      exchange.sendResponseHeaders(answer.status(), -1);
    } else {
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  /** Begins an answer of unknown length, which ends when the stream is closed. */
  OutputStream stream(int status, String type) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    return begin(status, -1);
  }

  /**
   * Begins an answer with the headers as they are.
   *
   * @param length of the body; negative if it is not known
   */
  OutputStream begin(int status, long length) throws IOException {
    patience.allow(Limits.DELIVERY);
    boolean bodiless = rawMethod().equals("HEAD") || status == 204 || status == 304;
    if (bodiless || length == 0) {
      exchange.sendResponseHeaders(status, -1);
      return OutputStream.nullOutputStream();
    }
    exchange.sendResponseHeaders(status, Math.max(0, length)); // 0 is chunked
    return exchange.getResponseBody();
  }

  /** Whether headers of an answer have gone out. */
  boolean isAnswered() {
    return exchange.getResponseCode() != -1;
  }

  /** Ends the connection. */
  void abort() {
    exchange.close();
  }
}
