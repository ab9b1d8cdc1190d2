package shippy.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import shippy.client.Client;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.testkit.GoMicroServer;
import shippy.testkit.registry.SnapshotRecorder;

/** Services on loopback, whoever calls them by name all the time, and what a watch tells. */
final class SteadyCalls implements AutoCloseable {

  final String service;
  final SnapshotRecorder seen = new SnapshotRecorder();
  private final List<GoMicroServer> servers;
  private final Registry registry;
  private final Platform platform;
  private final Client client;
  private final ExecutorService caller = Executors.newSingleThreadExecutor();
  private final AtomicLong calls = new AtomicLong();
  private final Queue<StatusRuntimeException> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  /** Nobody calls yet. */
  SteadyCalls(Registry registry, String service, int size) {
    this.registry = registry;
    this.service = service;
    this.servers = Stream.generate(GoMicroServer::new).limit(size).toList();
    this.platform = Platform.on(registry, Config.of(Map.of(), Map.of()));
    this.client = Client.of(platform);
  }

  Node node(int number) {
    return servers.get(number).node(service, service + "-" + number);
  }

  /** Begins to call; returns after the first answer. */
  void begin() {
    registry.watch(service, seen);
    var stub = VesselServiceGrpc.newBlockingStub(client.channel(service));
    Runnable calling =
        () -> {
          while (!ended) {
            try {
              stub.findAvailable(Specification.newBuilder().setCapacity(1).build());
              calls.incrementAndGet();
            } catch (StatusRuntimeException e) {
              failures.add(e);
            }
          }
        };
    caller.execute(calling);
    eventually(Duration.ofSeconds(30), this::requireNoFailure);
  }

  /** Whether calls are made, and none has failed. */
  void requireNoFailure() {
    assertThat(failures).isEmpty();
    assertThat(calls.get()).isPositive();
  }

  long calls() {
    return calls.get();
  }

  @Override
  public void close() {
    ended = true;
    caller.shutdown();
    try {
      caller.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
    platform.close();
    servers.forEach(GoMicroServer::close);
  }
}
