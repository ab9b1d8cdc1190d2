package shippy.gateway.http;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.client.CallFailures;
import shippy.invoke.FailedCall;
import shippy.problem.BrokenProgram;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.registry.RegistryException;

/**
 * The one place that turns failures into HTTP statuses. Safe for any thread.
 *
 * @param startService the hint for a client whose service is missing
 */
public record ErrorMapping(Problem.Fix startService) {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorMapping.class);

  private static final Pattern PLACE = Pattern.compile("^request(:\\d+:\\d+)?: ");

  /** For a failure without context. An unexpected one is logged, and the client gets no details. */
  HttpFault of(Throwable failure) {
    if (failure instanceof HttpFault fault) {
      return fault;
    }
    Optional<LinkageError> broken = BrokenProgram.in(failure);
    if (broken.isPresent()) {
      LOG.error("request failed", failure);
      return ofProblem(500, BrokenProgram.problem(broken.get()));
    }
    if (failure instanceof StatusRuntimeException e) {
      return ofProblem(status(e.getStatus().getCode()), CallFailures.problem(e));
    }
    if (failure instanceof ProblemException e) {
      return ofProblem(status(e), e.problem());
    }
    LOG.warn("request failed", failure);
    return HttpFault.of(500, "internal error of the gateway").hint("its log tells more");
  }

  /**
   * For a search for a method: 404 if it is not there, unless the registry does not answer.
   *
   * @param known whether the service had an instance, so that it may come back
   */
  public HttpFault ofLookup(ProblemException failure, boolean known) {
    ExitCode code = failure.problem().code();
    boolean absent =
        code == ExitCode.USAGE
            || (code == ExitCode.UNAVAILABLE && !known && !(failure instanceof RegistryException));
    return ofProblem(absent ? 404 : status(failure), failure.problem());
  }

  /** For values of a query or a form: places in the JSON made of them mean nothing to a client. */
  public HttpFault ofValues(ProblemException failure, String source) {
    Problem problem = failure.problem();
    String what = PLACE.matcher(problem.what()).replaceFirst(source + ": ");
    return ofProblem(status(failure), problem.withWhat(what));
  }

  /** For a call of this service. */
  public HttpFault ofCall(String service, RuntimeException failure) {
    HttpFault fault = of(failure);
    if (failure instanceof FailedCall call) {
      HttpFault answer = fault.from(service).by(call.node());
      return call.retryDelay()
          .map(delay -> answer.with("Retry-After", seconds(delay)))
          .orElse(answer);
    }
    return fault;
  }

  /** In whole seconds, at least one, as HTTP has it. */
  private static String seconds(Duration delay) {
    return String.valueOf(Math.max(1, delay.plusNanos(999_999_999).toSeconds()));
  }

  private static int status(ProblemException failure) {
    return switch (failure.problem().code()) {
      case USAGE, BAD_INPUT, NO_INPUT -> 400;
      case UNAVAILABLE, INTERRUPTED -> 503;
      case TIMEOUT -> 504;
      case FAILED -> 501; // the service cannot be described, so it cannot be called with JSON
      case OK, INTERNAL, CONFIG -> 500;
    };
  }

  /** Google's mapping (google/rpc/code.proto), as in grpc-gateway. */
  static int status(Status.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case CANCELLED -> 499;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
      case OK, UNKNOWN, INTERNAL, DATA_LOSS -> 500;
    };
  }

  private HttpFault ofProblem(int status, Problem problem) {
    List<String> hints = new ArrayList<>();
    problem.likely().ifPresent(hints::add);
    problem.facts().stream()
        .filter(fact -> fact.startsWith("did you mean") || fact.startsWith("it has: "))
        .forEach(hints::add);
    problem.with(startService, Problem.Fix.START_SERVICE).fixes().stream()
        .filter(fix -> !fix.command().startsWith("-")) // a flag of another program
        .limit(1)
        .forEach(fix -> hints.add("try: " + fix.command()));
    return HttpFault.of(status, problem.what()).hint(String.join("; ", hints));
  }
}
