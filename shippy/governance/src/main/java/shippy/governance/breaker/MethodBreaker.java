package shippy.governance.breaker;

import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.platform.Governance;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemText;
import shippy.service.Statuses;
import shippy.telemetry.Instrument;
import shippy.telemetry.Monitor;

/**
 * The circuit breaker of one method of a service: tells callers and the log what it does, and why.
 * Safe for any thread.
 */
final class MethodBreaker {
  private static final Logger LOG = LoggerFactory.getLogger(MethodBreaker.class);
  private static final int REASONS = 5;
  private static final int LONGEST_REASON = 120;
  private static final int LONGEST_REASONS = 400;

  /** Runs of hexadecimal digits with a decimal one: numbers, and ids of calls and traces. */
  private static final Pattern NUMBER =
      Pattern.compile("(?<![0-9a-fA-F])(?=[a-fA-F]*+[0-9])[0-9a-fA-F]++");

  /**
   * Why a call failed.
   *
   * @param kind the text without numbers: the same for calls that failed alike
   */
  private record Reason(String kind, String text) {}

  private final String service;
  private final String method;
  private final CircuitBreaker breaker;
  private final AtomicBoolean dropping = new AtomicBoolean();
  private final Deque<Reason> reasons = new ArrayDeque<>(REASONS);

  MethodBreaker(String service, String method, CircuitBreaker breaker) {
    this.service = service;
    this.method = method;
    this.breaker = breaker;
  }

  /** Makes its numbers known, for as long as the monitor lives. */
  void addTo(Monitor monitor) {
    Map<String, String> labels = Map.of("service", service, "method", method);
    monitor.add(
        Instrument.counter(
            Governance.BREAKER_DROPPED,
            "Calls that were not made, because about a third or more failed.",
            labels,
            breaker::dropped));
    monitor.add(
        Instrument.gauge(
            Governance.BREAKER_SHARE,
            "The share of calls that are dropped now, 0 to 1.",
            labels,
            breaker::share));
  }

  /** The end of a call that is not to be made; empty if it is. */
  Optional<Status> refusal() {
    Optional<CircuitBreaker.Drop> drop = breaker.drop();
    if (drop.isEmpty()) {
      tellIfClosed();
    } else if (dropping.compareAndSet(false, true)) {
      LOG.warn(
          "Circuit breaker of {} {}: drops calls, {} now; the latest failures: {}",
          service,
          method,
          percent(drop.get()),
          reasons());
    }
    return drop.map(this::refusal);
  }

  private void tellIfClosed() {
    if (dropping.get() && breaker.isClosed() && dropping.compareAndSet(true, false)) {
      LOG.info("Circuit breaker of {} {}: drops no calls any more", service, method);
    }
  }

  /** Counts the end of a call that was made. */
  void count(Status end) {
    switch (CallOutcome.of(end)) {
      case SUCCESS -> {
        breaker.succeed();
        tellIfClosed();
      }
      case FAILURE -> {
        keep(reason(end));
        breaker.fail();
      }
      case NONE -> {}
    }
  }

  private Status refusal(CircuitBreaker.Drop drop) {
    String what =
        "the circuit breaker of %s %s drops %s of the calls (it tries again within %d ms)"
            .formatted(service, method, percent(drop), drop.again().toMillis() + 1);
    Problem problem =
        Problem.of(ExitCode.UNAVAILABLE, what)
            .withFact("the latest failures: " + reasons())
            .withLikely("about a third or more of this method's calls failed in the last 10 s")
            .withFix("shippy stats " + service, "how its calls end")
            .withFix("--client_breaker=off", "make every call");
    return Status.UNAVAILABLE.withDescription(what).withCause(problem.toException());
  }

  /** With a decimal, as {@code shippy stats}: of 99.8 %, some calls are made. */
  private static String percent(CircuitBreaker.Drop drop) {
    return Math.round(1_000 * drop.share()) / 10.0 + " %";
  }

  private void keep(Reason reason) {
    synchronized (reasons) {
      if (reasons.size() == REASONS) {
        reasons.removeLast();
      }
      reasons.addFirst(reason);
    }
  }

  /** The latest first, the latest text of each kind. */
  private String reasons() {
    Map<String, String> texts = new LinkedHashMap<>();
    synchronized (reasons) {
      reasons.forEach(reason -> texts.putIfAbsent(reason.kind(), reason.text()));
    }
    return cut(String.join("; ", texts.values()), LONGEST_REASONS);
  }

  /** gRPC appends its internal state in more lines. */
  private static Reason reason(Status end) {
    String line = ProblemText.clean(Statuses.describe(end).lines().findFirst().orElse(""));
    String kind = NUMBER.matcher(line).replaceAll("");
    return new Reason(cut(kind, LONGEST_REASON), cut(line, LONGEST_REASON));
  }

  private static String cut(String text, int longest) {
    return text.length() > longest ? text.substring(0, longest) + "…" : text;
  }
}
