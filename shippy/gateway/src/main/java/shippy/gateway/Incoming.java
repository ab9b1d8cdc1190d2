package shippy.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One HTTP request and the way to answer it. One thread at a time. */
final class Incoming {
  /** Of the headers by which Netty tells what else was in HTTP/2. */
  private static final String CODEC_HEADER = "x-http2-";

  private final HttpRequest request;
  private final Responder responder;
  private final Slots slots;
  private final HttpHeaders answerHeaders = new DefaultHttpHeaders();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
  private @Nullable Target target;
  private Slots.@Nullable Kind slot;
  private boolean lasting;
  private int bytesTaken;

  Incoming(HttpRequest request, Responder responder, Slots slots) {
    this.request = request;
    this.responder = responder;
    this.slots = slots;
    answerHeaders.set("X-Content-Type-Options", "nosniff");
  }

  /** {@code GET} for {@code HEAD} too. */
  String method() {
    return isHead() ? "GET" : rawMethod();
  }

  /** Whether the answer is to have no body. */
  boolean isHead() {
    return rawMethod().equals("HEAD");
  }

  String rawMethod() {
    return request.method().name();
  }

  /** Whether it is of a version that has no {@code Host}. */
  boolean isHttp10() {
    return request.protocolVersion().equals(HttpVersion.HTTP_1_0);
  }

  private Target parsedTarget() {
    if (target == null) {
      target = Target.parse(request.uri());
    }
    return target;
  }

  /** The decoded segments; a path that is out of bounds is refused. */
  List<String> path() {
    String raw = parsedTarget().path();
    if (raw.isEmpty() && !rawMethod().equals("OPTIONS")) {
      throw HttpFault.of(400, "path: \"*\" (expected: one of OPTIONS, or another path)");
    }
    return Paths.segments(raw);
  }

  /** Of a request to a proxy; otherwise empty. */
  Optional<String> authority() {
    return parsedTarget().authority();
  }

  /** Path and query as they came, percent-encoded. */
  String target() {
    return parsedTarget().toString();
  }

  Query query() {
    return Query.parse(parsedTarget().query().orElse(""));
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(request.headers().get(name));
  }

  /** By name in any case. */
  Map<String, List<String>> headers() {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Map.Entry<String, String> header : request.headers()) {
      if (!header.getKey().startsWith(CODEC_HEADER)) {
        headers.computeIfAbsent(header.getKey(), n -> new ArrayList<>()).add(header.getValue());
      }
    }
    return headers;
  }

  String clientAddress() {
    return responder.clientAddress();
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
      answerHeaders.set("Allow", String.join(", ", allowed));
      throw HttpFault.of(
          405, "method: %s (expected: %s)".formatted(method(), String.join(" or ", allowed)));
    }
  }

  /** The next piece of the body; unavailable if there is no memory for it. */
  synchronized void append(ByteBuf piece) {
    int length = piece.readableBytes();
    slots.takeBytes(length);
    bytesTaken += length;
    byte[] bytes = new byte[length];
    piece.readBytes(bytes);
    body.write(bytes, 0, length);
  }

  /** All of it, as it was sent. */
  byte[] body() {
    return body.toByteArray();
  }

  String bodyText() {
    return BodyText.of(body.toByteArray(), header("Content-Encoding"), header("Content-Type"));
  }

  /** Takes a slot, and leaves the one that it had; unavailable if there is none. */
  synchronized void take(Slots.Kind kind) {
    slots.take(kind);
    releaseSlot();
    slot = kind;
    lasting = kind == Slots.Kind.STREAM || kind == Slots.Kind.WATCHER;
  }

  /** Leaves its slot and its memory. Idempotent. */
  synchronized void release() {
    releaseSlot();
    slots.releaseBytes(bytesTaken);
    bytesTaken = 0;
  }

  private void releaseSlot() {
    if (slot != null) {
      slots.release(slot);
      slot = null;
    }
  }

  /** Whether it is answered as long as the client stays. */
  synchronized boolean isStream() {
    return lasting;
  }

  Responder responder() {
    return responder;
  }

  /** Headers that each answer to this request is to have. */
  HttpHeaders answerHeaders() {
    return answerHeaders;
  }

  void answer(HttpFault fault) {
    answer(Answer.of(fault));
  }

  void answer(Answer answer) {
    answer.headers().forEach(answerHeaders::set);
    if (!answer.type().isEmpty()) {
      answerHeaders.set(HttpHeaderNames.CONTENT_TYPE, answer.type());
    }
    responder.answer(answer.status(), answerHeaders, answer.body().getBytes(UTF_8));
  }

  /** Begins an answer of unknown length, which ends when the stream is closed. */
  OutputStream stream(int status, String type) {
    answerHeaders.set(HttpHeaderNames.CONTENT_TYPE, type);
    answerHeaders.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    return begin(status, -1);
  }

  /**
   * Begins an answer with the headers as they are.
   *
   * @param length of the body; negative if it is not known
   */
  OutputStream begin(int status, long length) {
    return responder.begin(status, answerHeaders, length);
  }

  /** Whether headers of an answer have gone out. */
  boolean isAnswered() {
    return responder.isBegun();
  }

  /** Ends the connection, whatever was sent. */
  void abort() {
    responder.abort();
    release();
  }
}
