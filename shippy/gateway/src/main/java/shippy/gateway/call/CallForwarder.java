package shippy.gateway.call;

import io.grpc.Context;
import io.grpc.Status;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import shippy.gateway.http.ErrorMapping;
import shippy.gateway.http.HttpExchange;
import shippy.gateway.http.HttpFault;
import shippy.gateway.http.Limits;
import shippy.invoke.CallOptions;
import shippy.invoke.Invoker;
import shippy.invoke.Method;
import shippy.invoke.Reply;
import shippy.invoke.ServiceSchema;
import shippy.platform.Headers;
import shippy.problem.ProblemException;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.telemetry.ActiveSpan;
import shippy.telemetry.Monitor;
import shippy.telemetry.Span;
import shippy.telemetry.TraceContext;

/**
 * Calls services for clients and records each call. Failures are thrown as the {@link HttpFault} to
 * answer with. Safe for any thread.
 */
public final class CallForwarder {
  private static final String TRACEPARENT = "traceparent";
  private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,8}");

  private final Invoker invoker;
  private final Monitor monitor;
  private final ErrorMapping errors;

  /** A call that is to be made, and the span of the request that it is a part of. */
  record Outgoing(ActiveSpan span, CallOptions options, Executor threads) {}

  /**
   * A forwarder that leaves the invoker open.
   *
   * @param monitor of the platform that the invoker calls on
   */
  public CallForwarder(Invoker invoker, Monitor monitor, ErrorMapping errors) {
    this.invoker = invoker;
    this.monitor = monitor;
    this.errors = errors;
  }

  /** A method by name; a fault with 404 or 503 if there is none. */
  public Method method(String service, String name) {
    return find(service, schema -> schema.method(name));
  }

  /** The same without waiting; empty if it is not known, or not to be found. */
  public Optional<Method> known(String service, String name) {
    try {
      return invoker.known(service).flatMap(schema -> schema.find(name));
    } catch (ProblemException e) {
      return Optional.empty(); // a search tells what is wrong with the name
    }
  }

  /** The methods of a service; a fault with 404 or 503 if there is no such service. */
  List<Method> methods(String service) {
    return find(service, ServiceSchema::own);
  }

  private <T> T find(String service, Function<ServiceSchema, T> part) {
    try {
      return part.apply(invoker.schema(service));
    } catch (ProblemException e) {
      throw errors.ofLookup(e, invoker.knows(service));
    }
  }

  /** The instances of a service; a fault with 404 or 503 if there is none. */
  public List<Node> nodes(String service) {
    List<Node> nodes = invoker.nodes(service);
    if (nodes.isEmpty()) {
      int status = invoker.knows(service) ? 503 : 404;
      throw HttpFault.of(status, "no instance of %s found".formatted(service))
          .hint("try: shippy list services");
    }
    return nodes;
  }

  /** How to call, by the headers of the request. Begins its span, which the answer names. */
  Outgoing outgoing(HttpExchange in) {
    return outgoing(in, Optional.empty());
  }

  private Outgoing outgoing(HttpExchange in, Optional<HostPort> address) {
    String name = in.rawMethod() + " /" + String.join("/", in.rawPath());
    ActiveSpan span = monitor.begin(Span.Kind.HTTP_SERVER, name, TraceContext.read(in::header));
    Optional<Duration> limit =
        asked(in).map(own -> own.compareTo(Limits.LONGEST_CALL) < 0 ? own : Limits.LONGEST_CALL);
    in.answerHeaders().set(TRACEPARENT, span.at().traceparent());
    return new Outgoing(span, new CallOptions(address, metadata(in), limit), in.threads());
  }

  /** The same, to one instance of the service. */
  Outgoing outgoing(HttpExchange in, String service, String address) {
    Node node =
        nodes(service).stream()
            .filter(one -> one.address().equals(address))
            .findFirst()
            .orElseThrow(() -> unknownAddress(service, address));
    if (node.addressFault().isPresent()) {
      throw HttpFault.of(503, "address: cannot be called: " + node.addressFault().get())
          .from(service)
          .by(node.id());
    }
    return outgoing(in, Optional.of(node.hostPort()));
  }

  private static HttpFault unknownAddress(String service, String address) {
    return HttpFault.of(
        400, "address: \"%s\" (expected: one of an instance of %s)".formatted(address, service));
  }

  /** A repeated request has the same key, by which the service knows it. */
  private static Map<String, String> metadata(HttpExchange in) {
    String name = Headers.IDEMPOTENCY_KEY.name();
    return in.header(name).map(key -> Map.of(name, key)).orElse(Map.of());
  }

  /** The same for many answers: they come as long as the client stays, unless it sets a limit. */
  Outgoing lasting(HttpExchange in, Outgoing call) {
    CallOptions once = call.options();
    Optional<Duration> limit = asked(in).or(() -> Optional.of(Limits.LONGEST_STREAM));
    return new Outgoing(
        call.span(), new CallOptions(once.address(), once.metadata(), limit), call.threads());
  }

  private static Optional<Duration> asked(HttpExchange in) {
    Optional<String> asked = in.header("Timeout");
    if (asked.isPresent() && !SECONDS.matcher(asked.get()).matches()) {
      throw HttpFault.of(
          400, "Timeout: \"%s\" (expected: a whole number of seconds)".formatted(asked.get()));
    }
    return asked.map(Long::parseLong).map(Duration::ofSeconds);
  }

  /** Refuses a body that is not a request of the method. */
  void check(Method method, String body) {
    invoker.check(method, body);
  }

  /**
   * Refuses values that do not fit the request of the method.
   *
   * @param source where the values come from, which errors name instead of a place in the JSON
   */
  void check(Method method, String json, String source) {
    try {
      invoker.check(method, json);
    } catch (ProblemException e) {
      throw errors.ofValues(e, source);
    }
  }

  /** Begins a call; its future fails with a fault. The span of the request ends with it. */
  CompletableFuture<Reply> call(Method method, String json, Outgoing outgoing) {
    Context context = outgoing.span().in(Context.current());
    Context before = context.attach();
    try {
      return invoker
          .begin(method, json, outgoing.options(), outgoing.threads())
          .handle((reply, failure) -> ended(method, outgoing.span(), reply, failure));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(ended(method, outgoing.span(), null, e));
    } finally {
      context.detach(before);
    }
  }

  private Reply ended(
      Method method, ActiveSpan span, @Nullable Reply reply, @Nullable Throwable failure) {
    if (reply != null) {
      span.end(Status.Code.OK, Optional.empty());
      return reply;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    RuntimeException e =
        cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    span.end(Status.fromThrowable(e).getCode(), Optional.empty());
    throw errors.ofCall(method.service(), e);
  }

  /** Hands out each answer. An {@link UncheckedIOException} of the taker ends the call as it is. */
  void stream(Method method, String json, Outgoing outgoing, Consumer<String> each) {
    try {
      within(outgoing, () -> invoker.stream(method, json, outgoing.options(), each));
    } catch (UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      throw errors.ofCall(method.service(), e);
    }
  }

  /** The span of the request ends with its call. */
  private static <T> T within(Outgoing outgoing, Supplier<T> call) {
    ActiveSpan span = outgoing.span();
    Context context = span.in(Context.current());
    Context before = context.attach();
    try {
      T answer = call.get();
      span.end(Status.Code.OK, Optional.empty());
      return answer;
    } catch (RuntimeException e) {
      span.end(Status.fromThrowable(e).getCode(), Optional.empty());
      throw e;
    } finally {
      context.detach(before);
    }
  }
}
