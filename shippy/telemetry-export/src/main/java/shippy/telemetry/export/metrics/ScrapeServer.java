package shippy.telemetry.export.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import shippy.clock.DaemonThreads;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.registry.HostPort;
import shippy.service.Addresses;

/**
 * Answers {@code GET /metrics} and nothing else, in the format that the scraper asks for. It has
 * threads of its own, and a whole answer before it sends any of it, so that no call waits for a
 * scraper. The server is the JDK's. Safe for any thread.
 */
final class ScrapeServer implements AutoCloseable {
  private static final int THREADS = 4;
  private static final String PATH = "/metrics";

  /** The JDK's server reads them when it is first used; without them a client may stay for ever. */
  private static final List<String> LIMITS =
      List.of(
          "sun.net.httpserver.maxReqTime=2", // seconds
          "sun.net.httpserver.maxRspTime=10",
          "sun.net.httpserver.nodelay=true",
          "jdk.httpserver.maxConnections=64");

  private final HttpServer server;
  private final PrometheusRegistry metrics;
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, DaemonThreads.numbered("shippy-metrics"));

  private ScrapeServer(HttpServer server, PrometheusRegistry metrics) {
    this.server = server;
    this.metrics = metrics;
  }

  /**
   * Binds and serves.
   *
   * @throws shippy.problem.ProblemException if the address cannot be bound
   */
  static ScrapeServer start(InetSocketAddress at, Config config, PrometheusRegistry metrics) {
    for (String limit : LIMITS) {
      String[] pair = limit.split("=", 2);
      System.setProperty(pair[0], System.getProperty(pair[0], pair[1]));
    }
    HttpServer bound;
    try {
      bound = HttpServer.create(at, 0);
    } catch (IOException e) {
      throw Addresses.cannotListen(at, Settings.METRICS_ADDRESS, config, e);
    }
    ScrapeServer server = new ScrapeServer(bound, metrics);
    bound.createContext("/", server::handle);
    bound.setExecutor(server.threads);
    bound.start();
    return server;
  }

  /** The bound address, with the real port. */
  HostPort address() {
    InetSocketAddress address = server.getAddress();
    return new HostPort(address.getAddress().getHostAddress(), address.getPort());
  }

  private void handle(HttpExchange in) throws IOException {
    try (in) {
      if (!in.getRequestURI().getPath().equals(PATH)) {
        refuse(in, 404, "no such path (expected: " + PATH + ")\n");
      } else if (!List.of("GET", "HEAD").contains(in.getRequestMethod())) {
        in.getResponseHeaders().set("Allow", "GET, HEAD");
        refuse(in, 405, in.getRequestMethod() + " (expected: GET or HEAD)\n");
      } else {
        scrape(in);
      }
    }
  }

  private void scrape(HttpExchange in) throws IOException {
    String accept = header(in, "Accept");
    ExpositionFormatWriter format = formats.findWriter(accept);
    boolean packed = header(in, "Accept-Encoding").contains("gzip");
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (OutputStream out = packed ? new GZIPOutputStream(body) : body) {
      format.write(out, metrics.scrape(), EscapingScheme.fromAcceptHeader(accept));
    }
    Headers headers = in.getResponseHeaders();
    headers.set("Content-Type", format.getContentType());
    headers.set("Vary", "Accept, Accept-Encoding");
    if (packed) {
      headers.set("Content-Encoding", "gzip");
    }
    answer(in, 200, body.toByteArray());
  }

  private static void refuse(HttpExchange in, int status, String text) throws IOException {
    in.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    answer(in, status, text.getBytes(UTF_8));
  }

  private static void answer(HttpExchange in, int status, byte[] body) throws IOException {
    in.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    boolean head = in.getRequestMethod().equals("HEAD");
    in.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      in.getResponseBody().write(body);
    }
  }

  private static String header(HttpExchange in, String name) {
    return Optional.ofNullable(in.getRequestHeaders().get(name))
        .map(values -> String.join(",", values))
        .orElse("");
  }

  /** Frees the port. Idempotent. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
