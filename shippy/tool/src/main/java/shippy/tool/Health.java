package shippy.tool;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import shippy.client.CallFailures;
import shippy.client.Client;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.Node;

/**
 * How an instance is, by its own word.
 *
 * @param status {@code ok}, as micro says it; else why not
 * @param well whether it may be called
 */
record Health(Node node, String status, boolean well) {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final String OK = "ok";

  Health {
    requireNonNull(node, "node");
    requireNonNull(status, "status");
  }

  private record Asked(Node node, Future<HealthCheckResponse> answer) {}

  /** All of them, asked at once, each at its own address; in the order given. */
  static List<Health> of(List<Node> nodes, Client client) {
    List<Asked> asked = nodes.stream().map(node -> new Asked(node, ask(node, client))).toList();
    return asked.stream().map(Health::of).toList();
  }

  private static Future<HealthCheckResponse> ask(Node node, Client client) {
    return HealthGrpc.newFutureStub(client.direct(node))
        .withDeadlineAfter(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .check(HealthCheckRequest.getDefaultInstance());
  }

  private static Health of(Asked asked) {
    try {
      ServingStatus status = asked.answer().get().getStatus(); // the deadline ends it
      boolean serving = status == ServingStatus.SERVING;
      return new Health(asked.node(), serving ? OK : status.name(), serving);
    } catch (ExecutionException e) {
      return failed(asked.node(), requireNonNullElse(e.getCause(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(ExitCode.INTERRUPTED, "interrupted while asking " + asked.node().id())
          .toException(e);
    }
  }

  /** It answers without a health service, as those of go-micro do: it is there. */
  private static Health failed(Node node, Throwable failure) {
    Status status = Status.fromThrowable(failure);
    boolean there = status.getCode() == Status.Code.UNIMPLEMENTED;
    String said = there ? "ok, without a health service" : CallFailures.problem(failure).what();
    return new Health(node, said, there);
  }
}
