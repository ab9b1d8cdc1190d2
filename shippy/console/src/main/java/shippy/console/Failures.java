package shippy.console;

import static java.util.Objects.requireNonNullElse;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.nio.file.InvalidPathException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import shippy.config.HostLocale;
import shippy.problem.BrokenProgram;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** The one place where an exception becomes a problem with an exit code. Stateless. */
public final class Failures {
  private static final int MAX_CHAIN = 20;
  private static final int MAX_DESCRIPTION = 1024;

  private static final Pattern OWN_DEADLINE =
      Pattern.compile("CallOptions deadline exceeded after ([0-9.]+)s");

  private Failures() {}

  /**
   * The problem an exception tells of: the one it carries itself or in its causes, else what the
   * gRPC status means, else an internal error.
   */
  public static Problem problem(Throwable failure) {
    return BrokenProgram.in(failure)
        .map(BrokenProgram::problem)
        .or(() -> carried(failure))
        .or(() -> status(failure).map(Failures::ofStatus))
        .or(() -> invalidPath(failure))
        .orElseGet(() -> internal(failure));
  }

  /** The problem in the chain of causes, if there is one. */
  static Optional<Problem> carried(Throwable failure) {
    Throwable at = failure;
    for (int i = 0; at != null && i < MAX_CHAIN; i++, at = at.getCause()) {
      if (at instanceof ProblemException known) {
        return Optional.of(known.problem());
      }
    }
    return Optional.empty();
  }

  private static Optional<Status> status(Throwable failure) {
    if (failure instanceof StatusRuntimeException e) {
      return Optional.of(e.getStatus());
    }
    return failure instanceof StatusException e ? Optional.of(e.getStatus()) : Optional.empty();
  }

  private static Optional<Problem> invalidPath(Throwable failure) {
    return failure instanceof InvalidPathException e
        ? Optional.of(HostLocale.problem(e))
        : Optional.empty();
  }

  private static Problem ofStatus(Status status) {
    String silence = "the service failed with %s and said no more".formatted(status.getCode());
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
              .withLikely("the service is of another version than this program")
              .withFix("shippy get service NAME", "which versions run, and what they offer");
      case INTERNAL, UNKNOWN, DATA_LOSS ->
          Problem.of(ExitCode.FAILED, text)
              .withLikely("a fault of the service; its log tells more");
      default -> Problem.of(ExitCode.FAILED, text);
    };
  }

  private static String bounded(String text) {
    return text.length() > MAX_DESCRIPTION ? text.substring(0, MAX_DESCRIPTION) + "…" : text;
  }

  /** gRPC appends its inner state in further lines. */
  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /**
   * What came over the wire has no cause and speaks for itself. Of a broken connection gRPC says
   * "io exception" where Netty says "Connection refused" and the address.
   */
  private static Problem unavailable(Status status, String text) {
    Throwable cause = status.getCause();
    String message = cause == null ? null : cause.getMessage();
    if (message == null) {
      return Problem.of(ExitCode.UNAVAILABLE, text);
    }
    String reason = firstLine(bounded(message)).replace(": /", ": "); // as InetAddress prints
    return Problem.of(ExitCode.UNAVAILABLE, "the service did not answer: " + reason)
        .withLikely("the service has ended, or listens at another address")
        .withFix("make run", "start both services")
        .withFix("shippy list services", "what is registered");
  }

  /** gRPC's own text is full of its inner state; a service's says what it says. */
  private static String waited(String text) {
    Matcher own = OWN_DEADLINE.matcher(text);
    return own.lookingAt()
        ? "waited %.1f s".formatted(Double.parseDouble(own.group(1)))
        : firstLine(text);
  }

  private static Problem internal(Throwable failure) {
    return Problem.of(ExitCode.INTERNAL, "internal error: " + failure)
        .withLikely("a fault of this program")
        .withFix("-v", "shows where it happened");
  }
}
