package shippy.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import shippy.invoke.Method;

/** Which path is whose: the gateway's own come first, any other means a service. */
final class Dispatch implements Front.Paging {
  private static final String[] CALLS = {"GET", "POST", "PUT", "PATCH", "DELETE"};

  private final GatewayOptions options;
  private final Optional<Page> page;
  private final Calls calls;
  private final Listing listing;
  private final HealthPath health;
  private final Events events;
  private final Rpc rpc;
  private final RpcPath rpcPath;
  private final GoApi api;
  private final HttpProxy proxy;
  private final GetRule get;
  private final ServiceNames names;

  Dispatch(
      GatewayOptions options,
      Optional<Page> page,
      Calls calls,
      Listing listing,
      HealthPath health,
      Events events,
      HttpProxy proxy,
      GetRule get,
      ServiceNames names) {
    this.options = options;
    this.page = page;
    this.calls = calls;
    this.listing = listing;
    this.health = health;
    this.events = events;
    this.proxy = proxy;
    this.get = get;
    this.names = names;
    this.rpc = new Rpc(calls);
    this.rpcPath = new RpcPath(calls, rpc, names, options.namespace());
    this.api = new GoApi(calls);
  }

  /** What a request takes: a load balancer is to have an answer however many calls there are. */
  static Slots.Kind slot(Incoming in) {
    return switch (String.join("/", in.path())) {
      case "events" -> Slots.Kind.WATCHER;
      case "health" -> Slots.Kind.HEALTH;
      default -> Slots.Kind.CALL;
    };
  }

  @Override
  public void handle(Incoming in) throws IOException {
    if (in.method().equals("OPTIONS") && options.cors()) {
      in.answer(Answer.empty(204));
      return;
    }
    List<String> path = in.path();
    if (in.method().equals("OPTIONS") && path.isEmpty()) {
      in.answer(Answer.empty(204).with("Allow", "GET, HEAD, OPTIONS")); // HAProxy's health check
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
        } else {
          service(in, path);
        }
      }
    }
  }

  private void root(Incoming in) throws IOException {
    in.requireMethod("GET");
    in.answerHeaders().add("Vary", "Accept");
    if (page.isPresent() && in.accepts("text/html")) {
      in.answer(page.get().answer());
    } else {
      listing.all(in);
    }
  }

  private void service(Incoming in, List<String> path) throws IOException {
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
            || (options.handler() == HandlerKind.META && GoApi.suits(method));
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
