package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.proto.vessel.GetRequest;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceBlockingStub;

/** Callers that ask the vessel service up to 400 questions a second. Safe for any thread. */
final class QueryLoad implements AutoCloseable {
  private static final int CALLERS = 4;
  private static final long PAUSE_MILLIS = 10;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final ScheduledExecutorService callers = Executors.newScheduledThreadPool(CALLERS);
  private final Client client;
  private final VesselServiceBlockingStub stub;
  private final AtomicInteger calls = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Supplier<Duration> running = Clock.system().stopwatch();
  private volatile Duration took = Duration.ZERO;

  private QueryLoad(Client client) {
    this.client = client;
    stub = VesselServiceGrpc.newBlockingStub(client.channel("shippy.service.vessel"));
  }

  /** Starts calling, and returns once calls are answered. */
  static QueryLoad on(String etcdEndpoints) {
    Config config =
        Config.of(Map.of("registry", "etcd", "registry_address", etcdEndpoints), Map.of());
    QueryLoad load = new QueryLoad(Client.open(config));
    for (int i = 0; i < CALLERS; i++) {
      ScheduledFuture<?> unused =
          load.callers.scheduleAtFixedRate(load::call, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
    load.awaitCalls(1);
    return load;
  }

  void awaitCalls(int number) {
    eventually(LIMIT, () -> assertThat(calls.get()).isGreaterThanOrEqualTo(number));
  }

  /** Lets the calls that run finish. */
  void end() {
    took = running.get();
    callers.shutdown();
    try {
      assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  long perSecond() {
    return calls.get() * 1000L / took.toMillis();
  }

  @Override
  public String toString() {
    return "calls=%d failed=%d per_second=%d".formatted(calls.get(), failures.size(), perSecond());
  }

  @Override
  public void close() {
    callers.shutdownNow();
    client.close();
  }

  private void call() {
    try {
      stub.getVessels(GetRequest.getDefaultInstance());
      calls.incrementAndGet();
    } catch (StatusRuntimeException e) {
      failures.add(running.get() + " " + e.getStatus());
    }
  }
}
