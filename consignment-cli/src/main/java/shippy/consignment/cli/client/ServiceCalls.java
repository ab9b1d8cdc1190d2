package shippy.consignment.cli.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import shippy.client.CallFailures;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * Calls one service; failures are problems. The first call waits until the registry has answered or
 * failed. That wait has its own limit and does not count for the call's. Safe for any thread.
 */
final class ServiceCalls<S extends AbstractStub<S>> {
  private final S stub;
  private final Future<?> look;

  ServiceCalls(S stub, Future<?> look) {
    this.stub = stub;
    this.look = look;
  }

  /** The answer to a call that changes nothing. */
  <A> A ask(Function<S, A> call) {
    awaitLook();
    try {
      return call.apply(stub);
    } catch (StatusRuntimeException e) {
      throw problem(e).toException(e);
    }
  }

  /**
   * The answer to a call that changes something.
   *
   * @param change completes "it is not known whether"
   * @param advice adds what to do if the outcome is not known
   * @throws ProblemException that says so if it may have been carried out nevertheless
   */
  <A> A change(Function<S, A> call, String change, UnaryOperator<Problem> advice) {
    awaitLook();
    SentMessageTracer tracer = new SentMessageTracer();
    try {
      return call.apply(stub.withInterceptors(tracer));
    } catch (StatusRuntimeException e) {
      Problem problem = problem(e);
      boolean unknown = tracer.messageSent() && leavesOutcomeOpen(e.getStatus());
      throw (unknown ? advice.apply(unknown(change, problem)) : problem).toException(e);
    }
  }

  private void awaitLook() {
    try {
      look.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted().toException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("looking for a service", e);
    }
  }

  /** Whether a call that ended so may have been carried out. */
  private static boolean leavesOutcomeOpen(Status status) {
    return switch (status.getCode()) {
      case DEADLINE_EXCEEDED, UNAVAILABLE, CANCELLED, UNKNOWN, INTERNAL -> true;
      default -> false;
    };
  }

  /**
   * A service says why it refuses; this program adds what to do. A stub that is interrupted while
   * it waits cancels its call and has the interrupt as its cause.
   */
  private static Problem problem(StatusRuntimeException refusal) {
    if (refusal.getCause() instanceof InterruptedException) {
      return interrupted();
    }
    Problem problem = CallFailures.problem(refusal);
    return switch (refusal.getStatus().getCode()) {
      case NOT_FOUND ->
          problem.withFix(
              "consignment-cli list --status=pending,confirmed,aborted,cancelled", "all ids");
      case ALREADY_EXISTS ->
          problem.withFix("another id, or none", "without one a new one is made");
      case FAILED_PRECONDITION ->
          problem.what().startsWith("no vessel ")
              ? problem
                  .withFix("consignment-cli vessels", "what is free")
                  .withFix("consignment-cli vessel add --help", "add a vessel")
              : problem;
      default -> problem;
    };
  }

  private static Problem interrupted() {
    return Problem.of(ExitCode.INTERRUPTED, "interrupted: the call was cancelled");
  }

  private static Problem unknown(String change, Problem cause) {
    return Problem.of(ExitCode.TIMEOUT, "it is not known whether " + change).withFact(cause.what());
  }
}
