package shippy.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One HTTP request and the way to answer it. One thread at a time. */
public final class HttpExchange {
  /** Begins the names of headers in which Netty passes on details of HTTP/2. */
  private static final String CODEC_HEADER = "x-http2-";

  private final HttpRequest request;
  private final Responder responder;
  private final RequestLimiter limiter;
  private final Executor threads;
  private final HttpHeaders answerHeaders = new DefaultHttpHeaders();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
  private CompletableFuture<?> ending = CompletableFuture.completedFuture(null);
  private @Nullable RequestTarget target;
  private @Nullable List<String> rawPath;
  private RequestLimiter.@Nullable Kind permit;
  private boolean lasting;
  private int bytesTaken;

  HttpExchange(HttpRequest request, Responder responder, RequestLimiter limiter, Executor threads) {
    this.request = request;
    this.responder = responder;
    this.limiter = limiter;
    this.threads = threads;
    answerHeaders.set("X-Content-Type-Options", "nosniff");
  }

  /** {@code GET} for {@code HEAD} too. */
  public String method() {
    return isHead() ? "GET" : rawMethod();
  }

  /** Whether the answer is to have no body. */
  public boolean isHead() {
    return rawMethod().equals("HEAD");
  }

  public String rawMethod() {
    return request.method().name();
  }

  /** Whether it is of a version that has no {@code Host}. */
  boolean isHttp10() {
    return request.protocolVersion().equals(HttpVersion.HTTP_1_0);
  }

  private RequestTarget parsedTarget() {
    if (target == null) {
      target = RequestTarget.parse(request.uri());
    }
    return target;
  }

  /** The decoded segments of the path; a path that is not allowed is refused. */
  public List<String> path() {
    return RequestTarget.segments(pathText());
  }

  /** The segments of the path as they came, percent-encoded; they may have encoded slashes. */
  public List<String> rawPath() {
    if (rawPath == null) {
      rawPath = RequestTarget.rawSegments(pathText());
    }
    return rawPath;
  }

  private String pathText() {
    String raw = parsedTarget().path();
    if (raw.isEmpty() && !rawMethod().equals("OPTIONS")) {
      throw HttpFault.of(400, "path: \"*\" (expected: one of OPTIONS, or another path)");
    }
    return raw;
  }

  /** The authority of a request to a proxy; otherwise empty. */
  Optional<String> authority() {
    return parsedTarget().authority();
  }

  /** Path and query as they came, percent-encoded. */
  public String target() {
    return parsedTarget().toString();
  }

  public Query query() {
    return Query.parse(parsedTarget().query().orElse(""));
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(request.headers().get(name));
  }

  List<String> headers(String name) {
    return request.headers().getAll(name);
  }

  /** All headers; upper and lower case of a name count the same. */
  public Map<String, List<String>> headers() {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Map.Entry<String, String> header : request.headers()) {
      if (!header.getKey().startsWith(CODEC_HEADER)) {
        headers.computeIfAbsent(header.getKey(), n -> new ArrayList<>()).add(header.getValue());
      }
    }
    return headers;
  }

  public String clientAddress() {
    return responder.clientAddress();
  }

  /** Whether the client asks for this media type. */
  public boolean accepts(String type) {
    return header("Accept").filter(accept -> accept.contains(type)).isPresent();
  }

  public boolean isForm() {
    return header("Content-Type")
        .filter(type -> type.startsWith("application/x-www-form-urlencoded"))
        .isPresent();
  }

  /** The values of a form in the text of the body; empty for JSON, which curl calls a form too. */
  public Optional<Query> form(String body) {
    return isForm() && !body.stripLeading().startsWith("{")
        ? Optional.of(Query.parse(body.strip()))
        : Optional.empty();
  }

  public void requireMethod(String... allowed) {
    if (!List.of(allowed).contains(method())) {
      answerHeaders.set("Allow", String.join(", ", allowed));
      throw HttpFault.of(
          405, "method: %s (expected: %s)".formatted(method(), String.join(" or ", allowed)));
    }
  }

  /** Adds a piece to the body; a fault with 503 if there is no memory for it. */
  synchronized void append(ByteBuf piece) {
    int length = piece.readableBytes();
    limiter.takeBytes(length);
    bytesTaken += length;
    byte[] bytes = new byte[length];
    piece.readBytes(bytes);
    body.write(bytes, 0, length);
  }

  /** Whether the body is read in no time. */
  public boolean isSmall() {
    return body.size() <= Limits.SMALL_BODY_BYTES && header("Content-Encoding").isEmpty();
  }

  /** The whole body, as it was sent. */
  public byte[] body() {
    return body.toByteArray();
  }

  public String bodyText() {
    return BodyText.of(body.toByteArray(), header("Content-Encoding"), header("Content-Type"));
  }

  /** Takes a permit in place of the one that it had; a fault with 503 if there is none. */
  public synchronized void take(RequestLimiter.Kind kind) {
    limiter.take(kind);
    releasePermit();
    permit = kind;
    lasting = kind == RequestLimiter.Kind.STREAM || kind == RequestLimiter.Kind.WATCHER;
  }

  /** Gives back its permit and its memory. Idempotent. */
  synchronized void release() {
    releasePermit();
    limiter.releaseBytes(bytesTaken);
    bytesTaken = 0;
  }

  private void releasePermit() {
    if (permit != null) {
      limiter.release(permit);
      permit = null;
    }
  }

  /** Whether the answer goes on as long as the client stays. */
  synchronized boolean isStream() {
    return lasting;
  }

  Responder responder() {
    return responder;
  }

  /** The headers of the answer, whichever it will be. */
  public HttpHeaders answerHeaders() {
    return answerHeaders;
  }

  void answer(HttpFault fault) {
    answer(TextResponse.of(fault));
  }

  public void answer(TextResponse answer) {
    answer.headers().forEach(answerHeaders::set);
    if (!answer.type().isEmpty()) {
      answerHeaders.set(HttpHeaderNames.CONTENT_TYPE, answer.type());
    }
    responder.answer(answer.status(), answerHeaders, answer.body().getBytes(UTF_8));
  }

  /** Answers when the future ends, by its failure if it has one. */
  public void answer(CompletableFuture<TextResponse> later) {
    lasts(later.thenAccept(this::answer));
  }

  /** Goes on after its handler has returned, until the future ends; a failure is answered. */
  public void lasts(CompletableFuture<?> until) {
    ending = until;
  }

  CompletableFuture<?> ending() {
    return ending;
  }

  /** Runs what would take long on an event loop. */
  public Executor threads() {
    return threads;
  }

  /** Begins an answer of unknown length, which ends when the stream is closed. */
  public ResponseStream stream(int status, String type) {
    answerHeaders.set(HttpHeaderNames.CONTENT_TYPE, type);
    answerHeaders.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    return begin(status, -1);
  }

  /**
   * Begins an answer with {@link #answerHeaders} as they are.
   *
   * @param length of the body; negative if it is not known
   */
  public ResponseStream begin(int status, long length) {
    return responder.begin(status, answerHeaders, length);
  }

  /** Whether headers of an answer have gone out. */
  public boolean isAnswered() {
    return responder.isBegun();
  }

  /** Ends the connection, whatever was sent. */
  void abort() {
    responder.abort();
    release();
  }
}
