package shippy.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import shippy.gateway.call.CallForwarder;
import shippy.gateway.call.GetRule;
import shippy.gateway.call.GoApiHandler;
import shippy.gateway.call.HttpProxy;
import shippy.gateway.call.Route;
import shippy.gateway.call.RpcHandler;
import shippy.gateway.call.RpcPath;
import shippy.gateway.call.ServiceNames;
import shippy.gateway.call.ServicesPath;
import shippy.gateway.control.ControlPaths;
import shippy.gateway.http.HttpExchange;
import shippy.gateway.http.RequestHandler;
import shippy.gateway.http.RequestLimiter;
import shippy.gateway.http.TextResponse;
import shippy.gateway.status.EventsPath;
import shippy.gateway.status.HealthPath;
import shippy.gateway.status.Page;
import shippy.invoke.Method;

/** Finds the handler for a path: the gateway's own paths first, any other means a service. */
final class Router implements RequestHandler {
  private static final String[] CALLS = {"GET", "POST", "PUT", "PATCH", "DELETE"};

  private final GatewayOptions options;
  private final Optional<Page> page;
  private final CallForwarder calls;
  private final ServicesPath listing;
  private final HealthPath health;
  private final EventsPath events;
  private final RpcHandler rpc;
  private final RpcPath rpcPath;
  private final GoApiHandler api;
  private final HttpProxy proxy;
  private final ControlPaths control;
  private final GetRule get;
  private final ServiceNames names;

  Router(
      GatewayOptions options,
      Optional<Page> page,
      CallForwarder calls,
      ServicesPath listing,
      HealthPath health,
      EventsPath events,
      HttpProxy proxy,
      ControlPaths control,
      GetRule get,
      ServiceNames names) {
    this.options = options;
    this.page = page;
    this.calls = calls;
    this.listing = listing;
    this.health = health;
    this.events = events;
    this.proxy = proxy;
    this.control = control;
    this.get = get;
    this.names = names;
    this.rpc = new RpcHandler(calls);
    this.rpcPath = new RpcPath(calls, rpc, names, options.namespace());
    this.api = new GoApiHandler(calls);
  }

  /** A load balancer gets an answer, however many calls run. */
  @Override
  public RequestLimiter.Kind kind(HttpExchange in) {
    return switch (String.join("/", in.path())) {
      case "events" -> RequestLimiter.Kind.WATCHER;
      case "health" -> RequestLimiter.Kind.HEALTH;
      default -> RequestLimiter.Kind.CALL;
    };
  }

  @Override
  public void handle(HttpExchange in) throws IOException {
    if (in.method().equals("OPTIONS") && options.cors()) {
      in.answer(TextResponse.empty(204));
      return;
    }
    List<String> path = in.path();
    if (in.method().equals("OPTIONS") && path.isEmpty()) {
      in.answer(
          TextResponse.empty(204).with("Allow", "GET, HEAD, OPTIONS")); // HAProxy's health check
      return;
    }
    switch (String.join("/", path)) {
      case "" -> root(in);
      case "services" -> listing.all(in);
      case "health" -> health.handle(in);
      case "events" -> events.handle(in);
      case "rpc" -> rpcPath.handle(in);
      default -> {
        if (path.size() == 2 && path.get(0).equals("services")) {
          listing.one(in, path.get(1));
        } else if (ControlPaths.suits(path)) {
          control.handle(in);
        } else {
          service(in, path);
        }
      }
    }
  }

  private void root(HttpExchange in) throws IOException {
    in.requireMethod("GET");
    in.answerHeaders().add("Vary", "Accept");
    if (page.isPresent() && in.accepts("text/html")) {
      in.answer(page.get().answer());
    } else {
      listing.all(in);
    }
  }

  private void service(HttpExchange in, List<String> path) throws IOException {
    if (options.handler() == HandlerKind.HTTP) {
      proxy.handle(in, upstream(path));
      return;
    }
    in.requireMethod(CALLS);
    Method method =
        names.resolve(
            registered -> Route.of(options.namespace(), path, registered),
            route -> calls.method(route.service(), route.method()));
    get.check(in, method);
    boolean whole =
        options.handler() == HandlerKind.API
            || (options.handler() == HandlerKind.META && GoApiHandler.suits(method));
    if (whole) {
      api.handle(in, method);
    } else {
      rpc.handle(in, method);
    }
  }

  private String upstream(List<String> path) {
    return names.resolve(
        registered -> Route.upstream(options.namespace(), path, registered),
        service -> calls.nodes(service).get(0).service());
  }
}
