package shippy.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves the page under the gateway's policy, the event that was set last as {@code /events}, and
 * scripted answers. Any thread may set what it says.
 */
final class FakeGateway implements AutoCloseable {
  private static final int REPEAT_MILLIS = 250;

  /** One call as it arrived. */
  record Request(String path, String body) {}

  /** What the next calls get. */
  record Reply(int status, String json, Map<String, String> headers) {}

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, String> schemas = new ConcurrentHashMap<>();
  private final Semaphore changed = new Semaphore(0);
  private volatile String state = "";
  private volatile CountDownLatch flowing = new CountDownLatch(0);
  private volatile Reply reply = new Reply(200, "{}", Map.of());
  private @Nullable HttpServer server;
  private @Nullable ExecutorService threads;
  private int port;

  /** Starts, on the same port as the time before. */
  void start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    port = server.getAddress().getPort();
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Goes away in the middle of everything. */
  void stop() {
    Objects.requireNonNull(server).stop(0);
    Objects.requireNonNull(threads).shutdownNow();
  }

  @Override
  public void close() {
    stop();
  }

  URI page() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  void shows(StatusEvent event) {
    state = event.json();
    changed.release();
  }

  /** Streams begin, and tell nothing until {@link #resume}. */
  void pause() {
    flowing = new CountDownLatch(1);
  }

  void resume() {
    flowing.countDown();
  }

  /** The body of {@code /services/{name}}. */
  void describes(String service, String json) {
    schemas.put("/services/" + service, json);
  }

  void replies(int status, String json, Map<String, String> headers) {
    reply = new Reply(status, json, headers);
  }

  /** The calls since the last time. */
  List<Request> requests() {
    List<Request> all = List.copyOf(requests);
    requests.clear();
    return all;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (exchange.getRequestMethod().equals("POST")) {
        requests.add(new Request(path, read(exchange.getRequestBody())));
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        send(exchange, reply.status(), "application/json", reply.json());
      } else if (path.equals("/events")) {
        stream(exchange);
      } else if (path.equals("/")) {
        String page = page(exchange.getRequestURI());
        exchange.getResponseHeaders().set("Content-Security-Policy", policy(page));
        send(exchange, 200, "text/html; charset=utf-8", page);
      } else {
        send(exchange, 200, "application/json", schemas.getOrDefault(path, "{\"endpoints\": []}"));
      }
    }
  }

  private void stream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      while (!Thread.currentThread().isInterrupted()) {
        flowing.await();
        out.write(("retry: 1000\nevent: state\ndata: " + state + "\n\n").getBytes(UTF_8));
        out.flush();
        changed.tryAcquire(REPEAT_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // stopped: the connection ends here
    }
  }

  private static String page(URI asked) throws IOException {
    try (InputStream page =
        Objects.requireNonNull(
            FakeGateway.class.getResourceAsStream("/shippy/gateway/status/dashboard.html"),
            asked.toString())) {
      return read(page).replace("START_SERVICE", "make run");
    }
  }

  private static String policy(String page) {
    return "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none';"
        + " script-src '%s'; style-src '%s'".formatted(hash("script", page), hash("style", page));
  }

  private static String hash(String tag, String page) {
    Matcher inside = Pattern.compile("(?s)<%1$s>(.*)</%1$s>".formatted(tag)).matcher(page);
    if (!inside.find()) {
      throw new AssertionError("the page has no " + tag);
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(inside.group(1).getBytes(UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String read(InputStream from) throws IOException {
    return new String(from.readAllBytes(), UTF_8);
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
