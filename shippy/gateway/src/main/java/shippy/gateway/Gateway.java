package shippy.gateway;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.gateway.call.CallForwarder;
import shippy.gateway.call.GetRule;
import shippy.gateway.call.HttpProxy;
import shippy.gateway.call.ServiceNames;
import shippy.gateway.call.ServicesPath;
import shippy.gateway.control.ControlPaths;
import shippy.gateway.control.SettingValue;
import shippy.gateway.http.ErrorMapping;
import shippy.gateway.http.HostOriginFilter;
import shippy.gateway.http.HttpServer;
import shippy.gateway.http.RequestRunner;
import shippy.gateway.status.Page;
import shippy.gateway.status.PageData;
import shippy.gateway.status.StatusCache;
import shippy.gateway.status.StatusCollector;
import shippy.invoke.Invoker;
import shippy.platform.Platform;
import shippy.problem.ProblemException;
import shippy.registry.HostPort;
import shippy.transcoding.HttpRules;

/**
 * The HTTP server in front of all services. Runs from {@link #start} to {@link #close}; safe for
 * any thread.
 */
public final class Gateway implements AutoCloseable {
  private final HttpServer server;
  private final HostPort address;
  private final List<AutoCloseable> parts;

  private Gateway(HttpServer server, String host, List<AutoCloseable> parts) {
    this.server = server;
    this.address = new HostPort(host, server.port());
    this.parts = parts;
  }

  /**
   * Begins to listen and serve, and to follow the configuration. The platform stays open when the
   * gateway is closed.
   *
   * @throws ProblemException if a setting is malformed, or it cannot listen there
   */
  public static Gateway start(Platform platform, GatewayOptions options) {
    Settings.GATEWAY.forEach(platform.config()::find); // else a request would be the first to fail
    String host = options.address().host();
    InetSocketAddress at = new InetSocketAddress(host, options.address().port());
    Invoker invoker = Invoker.of(platform);
    ErrorMapping errors = new ErrorMapping(options.startService());
    CallForwarder calls = new CallForwarder(invoker, platform.monitor(), errors);
    StatusCollector collector = new StatusCollector(platform);
    StatusCache looks = StatusCache.of(collector, platform.clock());
    ControlPaths control =
        new ControlPaths(
            options.control(), options.token(), isLoopback(at), SettingValue.of(platform.config()));
    HttpProxy proxy = new HttpProxy(calls, platform);
    ServiceNames names = new ServiceNames(platform.registry(), platform.clock(), invoker::knows);
    HttpRules rules = new HttpRules(names::recent, invoker::schema, platform.clock());
    Router router =
        new Router(
            options,
            page(options, control, platform.config()),
            new PageData(collector, platform.clock()),
            calls,
            new ServicesPath(platform.registry(), calls, invoker),
            looks,
            proxy,
            control,
            new GetRule(options.undeclaredGet() || isLoopback(at)),
            names,
            rules);
    HostOriginFilter filter = new HostOriginFilter(host, options.cors());
    RequestRunner runner = new RequestRunner(filter, router, platform, errors);
    try {
      HttpServer server = HttpServer.start(platform::tcpServer, at, runner);
      platform.liveConfig().follow(platform.clock());
      return new Gateway(
          server, host, List.of(looks, runner, server, rules, proxy, collector, invoker));
    } catch (ProblemException e) {
      close(List.of(looks, runner, rules, proxy, collector, invoker));
      throw e;
    }
  }

  private static Optional<Page> page(GatewayOptions options, ControlPaths control, Config config) {
    String traceUi = config.find(Settings.TRACE_UI).orElse("");
    return Page.load(options.startService(), control.access(), traceUi);
  }

  private static boolean isLoopback(InetSocketAddress at) {
    return !at.isUnresolved() && at.getAddress().isLoopbackAddress();
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

  /** Takes no more requests, ends streams at once, and waits for calls up to 10 s. Idempotent. */
  @Override
  public void close() {
    server.stop();
    close(parts);
  }

  private static void close(List<AutoCloseable> parts) {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        LoggerFactory.getLogger(Gateway.class).warn("close failed: {}", part, e);
      }
    }
  }
}
