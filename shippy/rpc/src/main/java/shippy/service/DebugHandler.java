package shippy.service;

import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.config.LiveConfig;
import shippy.platform.Platform;
import shippy.proto.debug.ConfigRequest;
import shippy.proto.debug.ConfigResponse;
import shippy.proto.debug.DebugGrpc.DebugImplBase;
import shippy.proto.debug.HealthRequest;
import shippy.proto.debug.HealthResponse;
import shippy.proto.debug.StatsRequest;
import shippy.proto.debug.StatsResponse;
import shippy.proto.debug.TraceRequest;
import shippy.proto.debug.TraceResponse;
import shippy.telemetry.Instrument;
import shippy.telemetry.Monitor;
import shippy.telemetry.ServerMetrics;

/**
 * Reports the statistics and settings of this instance, on a thread of its own so that it does not
 * delay other calls.
 */
final class DebugHandler extends DebugImplBase {
  private static final int QUEUE = 64;

  private final String node;
  private final ServerMetrics metrics;
  private final Monitor monitor;
  private final LiveConfig live;
  private final Workers worker;
  private final Clock clock;
  private final Instant started;
  private final Supplier<Duration> uptime;

  private DebugHandler(String node, ServerMetrics metrics, Workers worker, Platform platform) {
    this.node = node;
    this.metrics = metrics;
    this.worker = worker;
    this.monitor = platform.monitor();
    this.live = platform.liveConfig();
    this.clock = platform.clock();
    this.started = clock.now();
    this.uptime = clock.stopwatch();
  }

  static ServerServiceDefinition of(String node, ServerMetrics metrics, Platform platform) {
    Workers worker = platform.own(new Workers("shippy-debug", 1, QUEUE));
    return new DebugHandler(node, metrics, worker, platform).bindService();
  }

  @Override
  public void health(HealthRequest request, StreamObserver<HealthResponse> caller) {
    caller.onNext(HealthResponse.newBuilder().setStatus("ok").build());
    caller.onCompleted();
  }

  @Override
  public void stats(StatsRequest request, StreamObserver<StatsResponse> caller) {
    Answer.to(caller, () -> worker.call(this::stats));
  }

  @Override
  public void trace(TraceRequest request, StreamObserver<TraceResponse> caller) {
    Answer.to(caller, () -> worker.call(() -> trace(request.getId())));
  }

  @Override
  public void config(ConfigRequest request, StreamObserver<ConfigResponse> caller) {
    Answer.to(caller, () -> worker.call(() -> DebugMessages.config(live).setNode(node).build()));
  }

  private StatsResponse stats() {
    List<Instrument> numbers = monitor.instruments();
    StatsResponse.Builder stats =
        DebugMessages.stats(ProcessStats.look(), metrics.total())
            .setTimestamp(clock.now().getEpochSecond())
            .setStarted(started.getEpochSecond())
            .setUptime(uptime.get().toSeconds())
            .setNode(node)
            .addAllBreakers(DebugMessages.breakers(numbers));
    metrics
        .byMethod()
        .forEach((name, counted) -> stats.addMethods(DebugMessages.method(name, counted, numbers)));
    monitor.called().forEach(callee -> stats.addCallees(DebugMessages.callee(callee)));
    return stats.build();
  }

  private TraceResponse trace(String id) {
    DebugMessages wire = DebugMessages.on(clock);
    TraceResponse.Builder answer = TraceResponse.newBuilder();
    monitor.spans().stream()
        .filter(span -> id.isEmpty() || id.equals(span.at().trace()))
        .forEach(span -> answer.addSpans(wire.span(span, node)));
    return answer.build();
  }
}
