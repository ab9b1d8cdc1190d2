package shippy.gateway;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.slf4j.LoggerFactory;
import shippy.config.Settings;
import shippy.invoke.Invoker;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.HostPort;

/**
 * The HTTP server in front of all services. Runs from {@link #start} to {@link #close}; safe for
 * any thread.
 */
public final class Gateway implements AutoCloseable {
  private static final int BACKLOG = 256;

  private final HttpServer server;
  private final HostPort address;
  private final AutoCloseable[] parts;

  private Gateway(HttpServer server, String host, AutoCloseable... parts) {
    this.server = server;
    this.address = new HostPort(host, server.getAddress().getPort());
    this.parts = parts;
  }

  /**
   * Listens and serves, on a platform of the caller's, which stays open.
   *
   * @throws shippy.problem.ProblemException if it cannot listen there
   */
  public static Gateway start(Platform platform, GatewayOptions options) {
    requireNonNull(platform, "platform");
    Limits.apply();
    HttpServer server = bind(options.address());
    Duration timeout = platform.config().get(Settings.CLIENT_REQUEST_TIMEOUT);
    Patience patience = new Patience(platform.clock());
    Workers workers = new Workers(patience);
    Invoker invoker = Invoker.of(platform);
    Calls calls = new Calls(invoker, timeout, platform.monitor());
    Observatory observatory = new Observatory(platform);
    Feed feed = new Feed(observatory::look, platform.clock());
    Dispatch dispatch =
        new Dispatch(
            options,
            Page.load(),
            calls,
            new Listing(platform.registry(), calls),
            new HealthPath(observatory::look),
            new Events(feed),
            new HttpProxy(calls, timeout),
            new GetRule(options.undeclaredGet() || isLoopback(server)));
    Door door = new Door(options.address().host(), options.cors());
    server.createContext("/", new Front(door, dispatch, patience, Limits.CALLS));
    server.setExecutor(workers);
    server.start();
    return new Gateway(server, options.address().host(), feed, workers, observatory, invoker);
  }

  private static boolean isLoopback(HttpServer server) {
    return server.getAddress().getAddress().isLoopbackAddress();
  }

  private static HttpServer bind(HostPort address) {
    try {
      return HttpServer.create(new InetSocketAddress(address.host(), address.port()), BACKLOG);
    } catch (BindException e) {
      throw Problem.of(
              ExitCode.CONFIG,
              "address: %s (expected: one of this machine that is free): %s"
                  .formatted(address, e.getMessage()))
          .withFix("--address=127.0.0.1:0", "take any free port")
          .toException(e);
    } catch (IOException | IllegalArgumentException e) {
      throw Problem.of(ExitCode.CONFIG, "address: %s: %s".formatted(address, e.getMessage()))
          .toException(e);
    }
  }

  /** Where it listens, with the real port. */
  public HostPort address() {
    return address;
  }

  /** For a browser on this machine. */
  public String url() {
    boolean any = address.host().equals("0.0.0.0") || address.host().equals("::");
    return "http://" + (any ? new HostPort("127.0.0.1", address.port()) : address) + "/";
  }

  /** Ends at once what is running. Idempotent. */
  @Override
  public void close() {
    server.stop(0);
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        LoggerFactory.getLogger(Gateway.class).warn("close failed: {}", part, e);
      }
    }
  }
}
