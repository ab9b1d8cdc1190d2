package shippy.client;

import static java.util.Objects.requireNonNullElse;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import shippy.problem.ExitCode;
import shippy.problem.Failures;
import shippy.problem.Problem;

/** Turns the failure of a call into a problem with an exit code. Stateless. */
public final class CallFailures {
  private static final int MAX_DESCRIPTION = 1_090;
  private static final Pattern OWN_DEADLINE =
      Pattern.compile("CallOptions deadline exceeded after ([0-9.]+)s");

  /** What grpc-go says of a request that is no such message. */
  private static final String UNREADABLE = "grpc: failed to unmarshal the received message";

  /** What gRPC says of an answer in HTTP that is no answer in gRPC. */
  private static final String NO_GRPC = "HTTP status code";

  /** How a breaker begins that dropped a call, here or in the service that was called. */
  private static final String BREAKER = "the circuit breaker of ";

  private CallFailures() {}

  /**
   * The problem an exception tells of: the one it carries itself or in its causes, else what the
   * gRPC status means, else an internal error.
   */
  public static Problem problem(Throwable failure) {
    return Failures.problem(failure, CallFailures::ofStatus);
  }

  private static Optional<Problem> ofStatus(Throwable failure) {
    if (failure instanceof StatusRuntimeException e) {
      return Optional.of(ofStatus(e.getStatus()));
    }
    return failure instanceof StatusException e
        ? Optional.of(ofStatus(e.getStatus()))
        : Optional.empty();
  }

  private static Problem ofStatus(Status status) {
    String told = requireNonNullElse(status.getDescription(), "");
    if (told.contains(NO_GRPC)) {
      return Problem.of(ExitCode.UNAVAILABLE, "the instance does not speak gRPC")
          .withFact("gRPC says: " + firstLine(bounded(told)))
          .withLikely("go-micro from v3 on speaks mucp unless it is given gRPC's server and client")
          .withFix("shippy get service NAME", "the protocol in its metadata");
    }
    String silence = "the service failed with %s and gave no reason".formatted(status.getCode());
    String text = bounded(requireNonNullElse(status.getDescription(), silence));
    return switch (status.getCode()) {
      case DEADLINE_EXCEEDED ->
          Problem.of(ExitCode.TIMEOUT, "no answer in time")
              .withFact(waited(text))
              .withLikely("the service is overloaded, frozen or out of reach")
              .withFix("--client_request_timeout=30s", "wait longer");
      case UNAVAILABLE -> unavailable(status, firstLine(text));
      case UNIMPLEMENTED ->
          Problem.of(ExitCode.FAILED, "the service does not offer this call: " + text)
              .withLikely("the service runs another version than this program")
              .withFix("shippy get service NAME", "which versions run, and what they offer");
      case RESOURCE_EXHAUSTED -> exhausted(text);
      case INTERNAL, UNKNOWN, DATA_LOSS ->
          Problem.of(ExitCode.FAILED, text)
              .withLikely(
                  text.startsWith(UNREADABLE)
                      ? "a value of the request has a wrong type"
                      : "a fault of the service; its log tells more");
      default -> Problem.of(ExitCode.FAILED, text);
    };
  }

  /** A disk may be full as well; then there is nothing to wait for. */
  private static Problem exhausted(String text) {
    Problem problem = Problem.of(ExitCode.FAILED, text);
    return text.contains("; try again in ")
        ? problem
            .withLikely("the service has more calls than it takes, and has not begun this one")
            .withFix("shippy stats", "which calls it refuses, and why")
        : problem;
  }

  private static String bounded(String text) {
    return text.length() > MAX_DESCRIPTION ? text.substring(0, MAX_DESCRIPTION) + "…" : text;
  }

  /** gRPC appends its internal state in more lines. */
  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /**
   * A status that a service sent has no cause, and its text is enough. For a broken connection gRPC
   * says "io exception", where its cause says "Connection refused" and the address.
   */
  private static Problem unavailable(Status status, String text) {
    Throwable cause = status.getCause();
    String message = cause == null ? null : cause.getMessage();
    if (message == null) {
      Problem told = Problem.of(ExitCode.UNAVAILABLE, text);
      return text.contains(BREAKER)
          ? told.withLikely(
                  "about a third or more of the calls to that method failed in the last 10 s")
              .withFix("shippy stats", "what each service drops, and how the others answer")
          : told;
    }
    String reason = firstLine(bounded(message)).replace(": /", ": "); // as InetAddress prints
    return Problem.of(ExitCode.UNAVAILABLE, "the service did not answer: " + reason)
        .withLikely("the service has ended, or listens at another address")
        .withFix(Problem.Fix.START_SERVICE)
        .withFix("shippy list services", "what is registered");
  }

  /** gRPC's own text is full of its internal state; the text of a service is kept. */
  private static String waited(String text) {
    Matcher own = OWN_DEADLINE.matcher(text);
    return own.lookingAt()
        ? "waited %.1f s".formatted(Double.parseDouble(own.group(1)))
        : firstLine(text);
  }
}
