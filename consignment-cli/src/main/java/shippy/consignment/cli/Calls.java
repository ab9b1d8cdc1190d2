package shippy.consignment.cli;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import shippy.console.Failures;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** Calls whose failures are problems. Stateless. */
final class Calls {
  private Calls() {}

  /**
   * Waits until the registry has told where the service is, or failed to, so that a call's time
   * does not count what this program needs to get ready, or the registry to answer: that has a
   * limit of its own.
   */
  static void await(Future<?> look) {
    try {
      look.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted().toException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("looking for a service", e);
    }
  }

  /** The answer to a call that changes nothing. */
  static <A> A ask(Supplier<A> call) {
    try {
      return call.get();
    } catch (StatusRuntimeException e) {
      throw problem(e).toException(e);
    }
  }

  /**
   * The answer to a call that changes something.
   *
   * @param change completes "it is not known whether"
   * @param advice adds what to do if nobody knows
   * @throws ProblemException that says so if it may have been carried out nevertheless
   */
  static <S extends AbstractStub<S>, A> A change(
      S stub, Function<S, A> call, String change, UnaryOperator<Problem> advice) {
    Delivery delivery = new Delivery();
    try {
      return call.apply(stub.withInterceptors(delivery));
    } catch (StatusRuntimeException e) {
      Problem problem = problem(e);
      boolean unknown = delivery.begun() && Delivery.leavesOutcomeOpen(e.getStatus());
      throw (unknown ? advice.apply(unknown(change, problem)) : problem).toException(e);
    }
  }

  /**
   * A refusal of a service says why; what to do about it is this program's to say. A stub that is
   * interrupted while it waits cancels its call and says so in the cause.
   */
  private static Problem problem(StatusRuntimeException refusal) {
    if (refusal.getCause() instanceof InterruptedException) {
      return interrupted();
    }
    Problem problem = Failures.problem(refusal);
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
