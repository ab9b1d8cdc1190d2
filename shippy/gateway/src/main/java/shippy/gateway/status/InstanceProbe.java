package shippy.gateway.status;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import shippy.client.Client;
import shippy.invoke.Invoker;
import shippy.platform.Platform;
import shippy.proto.debug.DebugGrpc;
import shippy.proto.debug.DebugGrpc.DebugBlockingStub;
import shippy.proto.debug.StatsRequest;
import shippy.proto.debug.StatsResponse;
import shippy.proto.debug.TraceRequest;
import shippy.proto.debug.TraceResponse;
import shippy.registry.Node;
import shippy.stats.HealthProbe;

/**
 * Asks instances for their health, and for what their {@code Debug} service tells. Safe for any
 * thread.
 */
final class InstanceProbe implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMillis(800);

  private final Client client;
  private final Invoker invoker;

  InstanceProbe(Platform platform) {
    client = Client.of(platform);
    invoker = Invoker.of(platform);
  }

  /** The instances of a service that are registered now. */
  List<Node> nodes(String service) {
    return invoker.nodes(service);
  }

  /** Asks one instance; blocks for up to 2.4 s. */
  ProbeResult ask(Node node, boolean forSpans) {
    InstanceState health = health(node);
    if (health == InstanceState.UNREACHABLE) {
      return ProbeResult.UNREACHABLE;
    }
    Optional<StatsResponse> stats =
        debug(node, service -> service.stats(StatsRequest.getDefaultInstance()));
    Optional<TraceResponse> trace =
        forSpans && stats.isPresent()
            ? debug(node, service -> service.trace(TraceRequest.getDefaultInstance()))
            : Optional.empty();
    List<TraceSpan> spans =
        trace.stream()
            .flatMap(answer -> answer.getSpansList().stream())
            .map(span -> TraceSpan.of(span, node))
            .toList();
    return new ProbeResult(health, stats, spans);
  }

  private InstanceState health(Node node) {
    HealthProbe.Result answer = HealthProbe.send(node, client.direct(node), LIMIT).await();
    if (answer instanceof HealthProbe.Failed) {
      return InstanceState.UNREACHABLE;
    }
    return answer.usable() ? InstanceState.SERVING : InstanceState.NOT_SERVING;
  }

  /** Empty if the instance does not have the service. */
  private <T> Optional<T> debug(Node node, Function<DebugBlockingStub, T> question) {
    try {
      return Optional.of(
          question.apply(
              DebugGrpc.newBlockingStub(client.direct(node))
                  .withDeadlineAfter(LIMIT.toMillis(), TimeUnit.MILLISECONDS)));
    } catch (StatusRuntimeException e) {
      LoggerFactory.getLogger(InstanceProbe.class).debug("no figures of {}", node.id(), e);
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    invoker.close();
    client.close();
  }
}
