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
import shippy.gateway.call.TranscodingHandler;
import shippy.gateway.control.ControlPaths;
import shippy.gateway.http.HttpExchange;
import shippy.gateway.http.HttpFault;
import shippy.gateway.http.RequestHandler;
import shippy.gateway.http.RequestLimiter;
import shippy.gateway.http.TextResponse;
import shippy.gateway.status.EventsPath;
import shippy.gateway.status.HealthPath;
import shippy.gateway.status.Page;
import shippy.gateway.status.PageData;
import shippy.gateway.status.StatusCache;
import shippy.invoke.Method;
import shippy.transcoding.HttpBinding;
import shippy.transcoding.HttpRules;

/** Finds the handler for a path: the gateway's own paths first, any other means a service. */
final class Router implements RequestHandler {
  private static final String[] CALLS = {"GET", "POST", "PUT", "PATCH", "DELETE"};
  private static final List<String> TARGETS = List.of("prometheus", "targets");

  private final GatewayOptions options;
  private final Optional<Page> page;
  private final PageData data;
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
  private final HttpRules rules;
  private final TranscodingHandler transcoding;

  Router(
      GatewayOptions options,
      Optional<Page> page,
      PageData data,
      CallForwarder calls,
      ServicesPath listing,
      StatusCache looks,
      HttpProxy proxy,
      ControlPaths control,
      GetRule get,
      ServiceNames names,
      HttpRules rules) {
    this.options = options;
    this.page = page;
    this.data = data;
    this.calls = calls;
    this.listing = listing;
    this.health = new HealthPath(looks);
    this.events = new EventsPath(looks);
    this.proxy = proxy;
    this.control = control;
    this.get = get;
    this.names = names;
    this.rules = rules;
    this.rpc = new RpcHandler(calls);
    this.transcoding = new TranscodingHandler(calls, rpc);
    this.rpcPath = new RpcPath(calls, rpc, names, options.namespace());
    this.api = new GoApiHandler(calls);
  }

  /** A load balancer gets an answer, however many calls run. */
  @Override
  public RequestLimiter.Kind kind(HttpExchange in) {
    return switch (String.join("/", in.rawPath())) {
      case "events" -> RequestLimiter.Kind.WATCHER;
      case "health" -> RequestLimiter.Kind.HEALTH;
      default -> RequestLimiter.Kind.CALL;
    };
  }

  /** Small calls of methods that are known. */
  @Override
  public boolean handleAtOnce(HttpExchange in) throws IOException {
    if (options.handler() == HandlerKind.HTTP || !in.isSmall() || !isCall(in) || !rules.isRead()) {
      return false;
    }
    Optional<HttpBinding.Match> declared =
        rules.find(in.rawMethod(), in.rawPath()).filter(match -> match.binding().comesFirst());
    Optional<Method> method = declared.map(match -> match.binding().method()).or(() -> known(in));
    if (method.isEmpty() || method.get().serverStreaming()) {
      return false;
    }
    if (declared.isPresent()) {
      transcoding.handle(in, declared.get());
    } else {
      call(in, method.get());
    }
    return true;
  }

  /** Whether the path is not one of the gateway's own. */
  private boolean isCall(HttpExchange in) {
    List<String> path = in.rawPath();
    return path.size() > 1
        && List.of(CALLS).contains(in.method())
        && !path.get(0).equals("services")
        && !path.equals(TARGETS)
        && !ControlPaths.suits(path)
        && !PageData.suits(path)
        && page.flatMap(all -> all.file(path)).isEmpty();
  }

  private Optional<Method> known(HttpExchange in) {
    return names
        .known()
        .map(registered -> Route.of(options.namespace(), in.path(), registered::contains))
        .flatMap(route -> calls.known(route.service(), route.method()));
  }

  @Override
  public void handle(HttpExchange in) throws IOException {
    if (in.method().equals("OPTIONS") && options.cors()) {
      in.answer(TextResponse.empty(204));
      return;
    }
    List<String> path = in.rawPath();
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
        if (path.equals(TARGETS)) {
          listing.targets(in);
        } else if (path.size() == 2 && path.get(0).equals("services")) {
          listing.one(in, in.path().get(1));
        } else if (ControlPaths.suits(path)) {
          control.handle(in);
        } else if (PageData.suits(path)) {
          data.handle(in);
        } else {
          pageOrService(in, path);
        }
      }
    }
  }

  private void root(HttpExchange in) throws IOException {
    in.requireMethod("GET");
    in.answerHeaders().add("Vary", "Accept");
    Optional<TextResponse> html = page.flatMap(all -> all.file(List.of()));
    if (html.isPresent() && in.accepts("text/html")) {
      page.get().handle(in, html.get());
    } else {
      listing.all(in);
    }
  }

  private void pageOrService(HttpExchange in, List<String> path) throws IOException {
    Optional<TextResponse> file = page.flatMap(all -> all.file(path));
    if (file.isPresent()) {
      page.get().handle(in, file.get());
    } else {
      service(in);
    }
  }

  /** Declared requests come before micro's paths if they begin with a text, else after them. */
  private void service(HttpExchange in) throws IOException {
    if (options.handler() == HandlerKind.HTTP) {
      proxy.handle(in, upstream(in.path()));
      return;
    }
    Optional<HttpBinding.Match> declared = rules.find(in.rawMethod(), in.rawPath());
    if (declared.filter(match -> match.binding().comesFirst()).isPresent()) {
      transcoding.handle(in, declared.get());
      return;
    }
    Method method;
    try {
      method = byName(in);
    } catch (HttpFault absent) {
      declaredOnly(in, absent);
      return;
    }
    call(in, method);
  }

  /** A request that no service's name covers. */
  private void declaredOnly(HttpExchange in, HttpFault absent) throws IOException {
    Optional<HttpBinding.Match> declared =
        absent.status() == 503 ? Optional.empty() : rules.findAgain(in.rawMethod(), in.rawPath());
    List<String> verbs = rules.verbs(in.rawPath());
    if (declared.isPresent()) {
      in.answerHeaders().remove("Allow");
      transcoding.handle(in, declared.get());
    } else if (in.method().equals("OPTIONS") && !verbs.isEmpty()) {
      in.answer(TextResponse.empty(204).with("Allow", String.join(", ", verbs) + ", OPTIONS"));
    } else {
      if (!verbs.isEmpty()) {
        in.requireMethod(verbs.toArray(String[]::new));
      }
      throw absent;
    }
  }

  private Method byName(HttpExchange in) {
    in.requireMethod(CALLS);
    List<String> path = in.path();
    return names.resolve(
        registered -> Route.of(options.namespace(), path, registered),
        route -> calls.method(route.service(), route.method()));
  }

  private void call(HttpExchange in, Method method) throws IOException {
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
