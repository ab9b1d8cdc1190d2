package shippy.stats;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import shippy.client.CallFailures;
import shippy.problem.Problem;
import shippy.registry.Node;

/** One gRPC health check of one instance. Several can be under way at once. Safe for any thread. */
public final class HealthProbe {
  private final Node node;
  private final Future<HealthCheckResponse> answer;

  /** The outcome of a probe. */
  public sealed interface Result {
    /** Whether the instance can be called: it serves, or answers without a health service. */
    default boolean usable() {
      return this instanceof Reported reported
          ? reported.status() == ServingStatus.SERVING
          : this instanceof Unimplemented;
    }
  }

  /** The instance reported its status. */
  public record Reported(ServingStatus status) implements Result {}

  /** The instance answers but has no health service, as in go-micro. */
  public record Unimplemented() implements Result {}

  /** No answer: {@code DEADLINE_EXCEEDED} if the instance is silent. */
  public record Failed(Status status) implements Result {
    /** The failure as a problem with an exit code. */
    public Problem problem() {
      return CallFailures.problem(status.asRuntimeException());
    }
  }

  private HealthProbe(Node node, Future<HealthCheckResponse> answer) {
    this.node = node;
    this.answer = answer;
  }

  /**
   * Asks, and returns at once.
   *
   * @param channel to this instance and no other, such as {@link Client#direct(Node)}
   */
  public static HealthProbe send(Node node, Channel channel, Duration limit) {
    return new HealthProbe(
        requireNonNull(node, "node"),
        HealthGrpc.newFutureStub(channel)
            .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS)
            .check(HealthCheckRequest.getDefaultInstance()));
  }

  /** The instance that was asked. */
  public Node node() {
    return node;
  }

  /**
   * Waits for the answer, at most until the limit.
   *
   * @throws shippy.problem.ProblemException with {@code INTERRUPTED} if the thread is interrupted
   */
  public Result await() {
    try {
      return new Reported(answer.get().getStatus()); // the call's deadline ends the wait
    } catch (ExecutionException e) {
      Status status = Status.fromThrowable(requireNonNullElse(e.getCause(), e));
      return status.getCode() == Status.Code.UNIMPLEMENTED
          ? new Unimplemented()
          : new Failed(status);
    } catch (InterruptedException e) {
      throw Problem.interrupted("asking " + node.id(), e);
    }
  }
}
