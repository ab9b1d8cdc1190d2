package shippy.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import shippy.gateway.http.TextResponse;
import shippy.gateway.status.Page;
import shippy.problem.Problem;

/**
 * Serves the page under the gateway's policy, the event that was set last as {@code /events}, and
 * scripted answers. Any thread may set what it says.
 */
final class FakeGateway implements AutoCloseable {
  private static final int REPEAT_MILLIS = 250;

  private final Page page;

  /** Where the page links to for a trace. */
  static final String TRACE_UI = "http://127.0.0.1:16686/trace/{id}?uiEmbed=v0&x=1";

  /** One call as it arrived. */
  record Request(String path, String body) {}

  /** What the next calls get. */
  record Reply(int status, String json, Map<String, String> headers) {}

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, String> documents = new ConcurrentHashMap<>();
  private final AtomicLong sent = new AtomicLong();
  private final Semaphore changed = new Semaphore(0);
  private volatile String state = "";
  private volatile String authorization = "";
  private volatile CountDownLatch flowing = new CountDownLatch(0);
  private volatile Reply reply = new Reply(200, "{}", Map.of());
  private @Nullable HttpServer server;
  private @Nullable ExecutorService threads;
  private int port;

  /**
   * Not started yet.
   *
   * @param control what the page may do: {@code open}, {@code none}, ...
   */
  FakeGateway(String control) {
    page = Page.load(new Problem.Fix("make run", ""), control, TRACE_UI).orElseThrow();
    has("/control/instances", "{\"instances\": [], \"settings\": []}");
  }

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
    has("/services/" + service, json);
  }

  /** The body of a path, or what a method of the instance at an address says: both with a blank. */
  void has(String path, String json) {
    documents.put(path, json);
  }

  void replies(int status, String json, Map<String, String> headers) {
    reply = new Reply(status, json, headers);
  }

  /** Of the latest call; empty if there was none. */
  String authorization() {
    return authorization;
  }

  /** How many states were sent. */
  long sent() {
    return sent.get();
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
      if (path.equals("/rpc")) {
        debug(exchange);
      } else if (exchange.getRequestMethod().equals("POST")) {
        authorization =
            Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "");
        requests.add(new Request(path, read(exchange.getRequestBody())));
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        send(exchange, reply.status(), "application/json", reply.json());
      } else if (path.equals("/events")) {
        stream(exchange);
      } else {
        read(exchange, path);
      }
    }
  }

  private void debug(HttpExchange exchange) throws IOException {
    JsonObject asked = JsonParser.parseString(read(exchange.getRequestBody())).getAsJsonObject();
    String key = asked.get("address").getAsString() + " " + asked.get("endpoint").getAsString();
    send(exchange, 200, "application/json", documents.getOrDefault(key, "{}"));
  }

  private void read(HttpExchange exchange, String path) throws IOException {
    Optional<TextResponse> file =
        page.file(Stream.of(path.split("/")).filter(part -> !part.isEmpty()).toList());
    if (file.isPresent()) {
      file.get().headers().forEach(exchange.getResponseHeaders()::set);
      send(exchange, 200, file.get().type(), file.get().body());
    } else {
      send(exchange, 200, "application/json", documents.getOrDefault(path, "{}"));
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
        sent.incrementAndGet();
        changed.tryAcquire(REPEAT_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // stopped: the connection ends here
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
