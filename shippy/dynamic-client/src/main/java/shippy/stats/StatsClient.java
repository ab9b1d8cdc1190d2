package shippy.stats;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.grpc.Status;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import shippy.client.CallFailures;
import shippy.client.Client;
import shippy.platform.Platform;
import shippy.problem.Problem;
import shippy.proto.debug.DebugGrpc;
import shippy.proto.debug.StatsRequest;
import shippy.proto.debug.StatsResponse;
import shippy.registry.Node;

/**
 * Asks instances for their statistics, each at its own address. Keeps connections for the next
 * request. For one thread.
 */
public final class StatsClient implements AutoCloseable {
  private static final Duration SLACK = Duration.ofMillis(500);

  private final Platform platform;
  private final Duration limit;
  private final Set<String> connected = new HashSet<>();
  private Client client;

  private record Asked(Node node, Future<StatsResponse> answer) {}

  /**
   * Uses the caller's platform; an instance that does not answer within the limit is {@link
   * StatsResult.Silent}.
   */
  public StatsClient(Platform platform, Duration limit) {
    this.platform = requireNonNull(platform, "platform");
    this.limit = requireNonNull(limit, "limit");
    this.client = Client.of(platform);
  }

  /** Asks all at once; one report for each node, in the same order. */
  public List<StatsResult> ask(List<Node> nodes) {
    forgetAllIfSomeAreGone(nodes.stream().map(Node::address).collect(Collectors.toSet()));
    List<Asked> asked = nodes.stream().map(node -> new Asked(node, ask(node))).toList();
    return asked.stream().map(this::report).toList();
  }

  /** Closes channels, because one to an instance that has ended would reconnect for ever. */
  private void forgetAllIfSomeAreGone(Set<String> wanted) {
    if (!wanted.containsAll(connected)) {
      client.close();
      client = Client.of(platform);
      connected.clear();
    }
    connected.addAll(wanted);
  }

  private Future<StatsResponse> ask(Node node) {
    return DebugGrpc.newFutureStub(client.direct(node))
        .withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS)
        .stats(StatsRequest.getDefaultInstance());
  }

  private StatsResult report(Asked asked) {
    try {
      StatsResponse stats = asked.answer().get(limit.plus(SLACK).toNanos(), TimeUnit.NANOSECONDS);
      return new StatsResult.Answered(asked.node(), stats);
    } catch (ExecutionException e) {
      Throwable cause = requireNonNullElse(e.getCause(), e);
      return Status.fromThrowable(cause).getCode() == Status.Code.UNIMPLEMENTED
          ? new StatsResult.Unimplemented(asked.node())
          : new StatsResult.Silent(asked.node(), CallFailures.problem(cause).what());
    } catch (TimeoutException e) {
      return new StatsResult.Silent(asked.node(), "no answer in time");
    } catch (InterruptedException e) {
      throw Problem.interrupted("asking " + asked.node().id(), e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
