package shippy.gateway.call;

import io.grpc.Context;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import shippy.gateway.http.ErrorMapping;
import shippy.gateway.http.HttpExchange;
import shippy.gateway.http.HttpFault;
import shippy.gateway.http.Limits;
import shippy.invoke.FailedCall;
import shippy.invoke.Invoker;
import shippy.invoke.Method;
import shippy.invoke.Reply;
import shippy.platform.Headers;
import shippy.problem.ProblemException;
import shippy.registry.Node;
import shippy.telemetry.ActiveSpan;
import shippy.telemetry.Monitor;
import shippy.telemetry.TraceContext;

/** Calls services for clients, and notes it. Its failures are answers. Safe for any thread. */
public final class CallForwarder {
  private static final String TRACEPARENT = "traceparent";
  private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,8}");

  private final Invoker invoker;
  private final Duration timeout;
  private final Monitor monitor;

  /**
   * Calls over an invoker of the caller's.
   *
   * @param timeout unless a client asks for another
   * @param monitor that sees the calls of the invoker
   */
  public CallForwarder(Invoker invoker, Duration timeout, Monitor monitor) {
    this.invoker = invoker;
    this.timeout = timeout;
    this.monitor = monitor;
  }

  /** A method by name; not found if there is none. */
  public Method method(String service, String name) {
    try {
      return invoker.method(service, name);
    } catch (ProblemException e) {
      throw ErrorMapping.ofLookup(e, invoker.knows(service));
    }
  }

  /** The methods of a service by name; not found if there is no such service. */
  List<Method> methods(String service) {
    try {
      return invoker.schema(service).own();
    } catch (ProblemException e) {
      throw ErrorMapping.ofLookup(e, invoker.knows(service));
    }
  }

  /** The instances of a service; not found if there is none. */
  public List<Node> nodes(String service) {
    List<Node> nodes = invoker.nodes(service);
    if (nodes.isEmpty()) {
      int status = invoker.knows(service) ? 503 : 404;
      throw HttpFault.of(status, "no instance of %s found".formatted(service))
          .hint("try: shippy list services");
    }
    return nodes;
  }

  /** What a request asks for by its headers; the trace it will be is told with the answer. */
  OutgoingCall outgoing(HttpExchange in) {
    String name = in.rawMethod() + " /" + String.join("/", in.path());
    ActiveSpan work = monitor.begin(name, in.header(TRACEPARENT).flatMap(TraceContext::parse));
    in.answerHeaders().set(TRACEPARENT, work.at().traceparent());
    return new OutgoingCall(Optional.empty(), metadata(in), work, timeout(in));
  }

  /** The same, to one instance of the service. */
  OutgoingCall outgoing(HttpExchange in, String service, String address) {
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
    return outgoing(in).to(node.hostPort());
  }

  private static HttpFault unknownAddress(String service, String address) {
    return HttpFault.of(
        400, "address: \"%s\" (expected: one of an instance of %s)".formatted(address, service));
  }

  /** A request that is sent again with its key is the same call. */
  private static Map<String, String> metadata(HttpExchange in) {
    String name = Headers.IDEMPOTENCY_KEY.name();
    return in.header(name).map(key -> Map.of(name, key)).orElse(Map.of());
  }

  /** The same for many answers: they come as long as the client stays, unless it sets a limit. */
  OutgoingCall lasting(HttpExchange in, OutgoingCall outgoing) {
    return outgoing.within(asked(in).orElse(Limits.LONGEST_STREAM));
  }

  private Duration timeout(HttpExchange in) {
    Duration wanted = asked(in).orElse(timeout);
    return wanted.compareTo(Limits.LONGEST_CALL) < 0 ? wanted : Limits.LONGEST_CALL;
  }

  private static Optional<Duration> asked(HttpExchange in) {
    Optional<String> asked = in.header("Timeout");
    if (asked.isPresent() && !SECONDS.matcher(asked.get()).matches()) {
      throw HttpFault.of(
          400, "Timeout: \"%s\" (expected: a whole number of seconds)".formatted(asked.get()));
    }
    return asked.map(Long::parseLong).map(Duration::ofSeconds);
  }

  /** Refuses a body that is no request of the method. */
  void check(Method method, String body) {
    invoker.check(method, body);
  }

  /**
   * Refuses values that the request of the method has not or does not take.
   *
   * @param source where the values are from; the places in their JSON are nobody's
   */
  void check(Method method, String json, String source) {
    try {
      invoker.check(method, json);
    } catch (ProblemException e) {
      throw ErrorMapping.ofValues(e, source);
    }
  }

  Reply call(Method method, String json, OutgoingCall outgoing) {
    try {
      return within(outgoing, () -> invoker.call(method, json, outgoing.options()));
    } catch (RuntimeException e) {
      throw ErrorMapping.ofCall(method.service(), e);
    }
  }

  /** Hands out each answer; what the taker throws ends the call and is thrown on. */
  void stream(Method method, String json, OutgoingCall outgoing, Consumer<String> each) {
    try {
      within(outgoing, () -> invoker.stream(method, json, outgoing.options(), each));
    } catch (FailedCall | ProblemException e) {
      throw ErrorMapping.ofCall(method.service(), e);
    }
  }

  /** The request ends with its call. */
  private static <T> T within(OutgoingCall outgoing, Supplier<T> call) {
    ActiveSpan work = outgoing.work();
    Context context = work.in(Context.current());
    Context before = context.attach();
    try {
      T answer = call.get();
      work.end(Status.Code.OK, Optional.empty());
      return answer;
    } catch (RuntimeException e) {
      work.end(Status.fromThrowable(e).getCode(), Optional.empty());
      throw e;
    } finally {
      context.detach(before);
    }
  }
}
