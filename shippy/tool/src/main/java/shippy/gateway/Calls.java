package shippy.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import shippy.clock.Clock;
import shippy.invoke.FailedCall;
import shippy.invoke.Invoker;
import shippy.invoke.Method;
import shippy.invoke.Reply;
import shippy.problem.ProblemException;
import shippy.registry.Node;

/** Calls services for clients, and notes it. Its failures are answers. Safe for any thread. */
final class Calls {
  private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,8}");

  private final Invoker invoker;
  private final Duration timeout;
  private final Traffic traffic;
  private final Clock clock;

  /**
   * Calls over an invoker of the caller's.
   *
   * @param timeout unless a client asks for another
   */
  Calls(Invoker invoker, Duration timeout, Traffic traffic, Clock clock) {
    this.invoker = invoker;
    this.timeout = timeout;
    this.traffic = traffic;
    this.clock = clock;
  }

  /** A method by name; not found if there is none. */
  Method method(String service, String name) {
    try {
      return invoker.method(service, name);
    } catch (ProblemException e) {
      throw Faults.ofLookup(e);
    }
  }

  /** The methods of a service by name; not found if there is no such service. */
  List<Method> methods(String service) {
    try {
      return invoker.schema(service).own();
    } catch (ProblemException e) {
      throw Faults.ofLookup(e);
    }
  }

  /** The instances of a service; not found if there is none. */
  List<Node> nodes(String service) {
    List<Node> nodes = invoker.nodes(service);
    if (nodes.isEmpty()) {
      throw HttpFault.of(404, "no instance of %s found".formatted(service))
          .hint("try: shippy list services");
    }
    return nodes;
  }

  /** What a request asks for by its headers; the trace it will be is told with the answer. */
  Outgoing outgoing(Incoming in) {
    TraceParent trace = TraceParent.within(in.header(TraceParent.HEADER));
    in.answerHeaders().set(TraceParent.HEADER, trace.text());
    return new Outgoing(Optional.empty(), trace, timeout(in));
  }

  /** The same, to one instance of the service. */
  Outgoing outgoing(Incoming in, String service, String address) {
    return nodes(service).stream()
        .map(Node::hostPort)
        .filter(at -> at.toString().equals(address))
        .findFirst()
        .map(outgoing(in)::to)
        .orElseThrow(() -> unknownAddress(service, address));
  }

  private static HttpFault unknownAddress(String service, String address) {
    return HttpFault.of(
        400, "address: \"%s\" (expected: one of an instance of %s)".formatted(address, service));
  }

  private Duration timeout(Incoming in) {
    Optional<String> asked = in.header("Timeout");
    if (asked.isEmpty()) {
      return timeout;
    }
    if (!SECONDS.matcher(asked.get()).matches()) {
      throw HttpFault.of(
          400, "Timeout: \"%s\" (expected: a whole number of seconds)".formatted(asked.get()));
    }
    Duration wanted = Duration.ofSeconds(Long.parseLong(asked.get()));
    return wanted.compareTo(Limits.LONGEST_CALL) < 0 ? wanted : Limits.LONGEST_CALL;
  }

  Reply call(Method method, String json, Outgoing outgoing) {
    Noting noting = new Noting(method, outgoing.trace());
    try {
      Reply reply = invoker.call(method, json, outgoing.options());
      noting.ended(reply.node(), false);
      return reply;
    } catch (RuntimeException e) {
      throw noting.failed(e);
    }
  }

  /** Hands out each answer; what the taker throws ends the call and is thrown on. */
  void stream(Method method, String json, Outgoing outgoing, Consumer<String> each) {
    Noting noting = new Noting(method, outgoing.trace());
    try {
      noting.ended(invoker.stream(method, json, outgoing.options(), each), false);
    } catch (FailedCall | ProblemException e) {
      throw noting.failed(e);
    }
  }

  /** One call, from now on. */
  private final class Noting {
    private final Method method;
    private final TraceParent trace;
    private final Instant started = clock.now();
    private final Supplier<Duration> taken = clock.stopwatch();

    Noting(Method method, TraceParent trace) {
      this.method = method;
      this.trace = trace;
    }

    void ended(String node, boolean error) {
      Span span =
          new Span(
              trace.trace(),
              trace.span(),
              trace.parent(),
              Traffic.GATEWAY,
              method.fullName(),
              ChronoUnit.MICROS.between(Instant.EPOCH, started),
              taken.get().toNanos() / 1_000,
              error,
              1);
      traffic.ended(span, node);
    }

    HttpFault failed(RuntimeException failure) {
      ended(failure instanceof FailedCall call ? call.node() : "", true);
      return Faults.ofCall(method.service(), failure);
    }
  }
}
