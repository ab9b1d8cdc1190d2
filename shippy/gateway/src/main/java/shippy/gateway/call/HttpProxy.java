package shippy.gateway.call;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import shippy.clock.DaemonThreads;
import shippy.config.Settings;
import shippy.gateway.http.HttpExchange;
import shippy.gateway.http.HttpFault;
import shippy.gateway.http.TextResponse;
import shippy.platform.Platform;
import shippy.registry.HostPort;
import shippy.registry.Node;

/**
 * micro's {@code http} handler: forwards requests to the instances of a service in turn, with path
 * and query unchanged. Skips an instance that refuses the connection. Safe for any thread.
 */
public final class HttpProxy implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final CallForwarder calls;
  private final Platform platform;
  private final AtomicInteger turn = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(4, DaemonThreads.numbered("shippy-proxy"));
  private @Nullable HttpClient http;

  public HttpProxy(CallForwarder calls, Platform platform) {
    this.calls = calls;
    this.platform = platform;
  }

  public void handle(HttpExchange in, String service) throws IOException {
    List<Node> nodes = calls.nodes(service);
    requireValid(in.target());
    byte[] body = in.body();
    int first = turn.getAndIncrement();
    IOException refusal = new ConnectException("no instance");
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(Math.floorMod(first + i, nodes.size()));
      try {
        pass(
            in,
            node,
            http().send(request(in, node, body), HttpResponse.BodyHandlers.ofInputStream()));
        return;
      } catch (ConnectException e) {
        refusal = e;
      } catch (HttpTimeoutException e) {
        throw HttpFault.of(504, "no answer in time").from(service).by(node.id());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw HttpFault.of(504, "no answer in time").from(service).by(node.id());
      } catch (IOException e) {
        if (in.isAnswered()) {
          throw e;
        }
        throw HttpFault.of(502, "the service broke off: " + e.getMessage()).from(service);
      }
    }
    throw HttpFault.of(503, "the service did not answer: " + refusal.getMessage()).from(service);
  }

  private static void requireValid(String target) {
    try {
      URI.create(target);
    } catch (IllegalArgumentException e) {
      throw HttpFault.of(400, "URI: \"%s\" (expected: as RFC 3986 has it)".formatted(target));
    }
  }

  /** The JDK refuses host names with an underscore or beyond ASCII, so it gets the IP address. */
  private static URI uri(Node node, String target) throws ConnectException {
    String fault = node.addressFault().orElse("");
    if (!fault.isEmpty()) {
      throw new ConnectException(fault);
    }
    HostPort address = node.hostPort();
    URI plain = URI.create("http://" + address + target);
    if (plain.getHost() != null) {
      return plain;
    }
    try {
      InetAddress ip = InetAddress.getByName(IDN.toASCII(address.host()));
      return URI.create("http://" + new HostPort(ip.getHostAddress(), address.port()) + target);
    } catch (UnknownHostException | IllegalArgumentException e) {
      throw new ConnectException("unknown host: " + address.host());
    }
  }

  /** Made on first use: few gateways forward, and it takes 0.1 s. */
  private synchronized HttpClient http() {
    if (http == null) {
      http =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(CONNECT)
              .executor(threads)
              .build();
    }
    return http;
  }

  /** Ends the threads; requests that still run fail. Idempotent. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private HttpRequest request(HttpExchange in, Node node, byte[] body) throws ConnectException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(node, in.target()))
            .timeout(platform.config().get(Settings.CLIENT_REQUEST_TIMEOUT))
            .method(
                in.rawMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    for (Map.Entry<String, List<String>> header : HopByHop.without(in.headers()).entrySet()) {
      header.getValue().forEach(value -> request.header(header.getKey(), value));
    }
    in.header("Host").ifPresent(host -> request.setHeader("X-Forwarded-Host", host));
    return request
        .setHeader("X-Forwarded-For", in.clientAddress())
        .setHeader("X-Forwarded-Proto", "http")
        .build();
  }

  private static void pass(HttpExchange in, Node node, HttpResponse<InputStream> response)
      throws IOException {
    try (InputStream from = response.body()) {
      HopByHop.without(response.headers().map())
          .forEach((name, values) -> in.answerHeaders().set(name, values));
      in.answerHeaders().set(TextResponse.NODE, TextResponse.printable(node.id()));
      long length = response.headers().firstValueAsLong("content-length").orElse(-1);
      OutputStream to = in.begin(response.statusCode(), length);
      byte[] piece = new byte[16 * 1024];
      for (int n = from.read(piece); n >= 0; n = from.read(piece)) {
        to.write(piece, 0, n);
      }
      to.close(); // only of a whole answer, so that the client sees one that broke off
    }
  }
}
