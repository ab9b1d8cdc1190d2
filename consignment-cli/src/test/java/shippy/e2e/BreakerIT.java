package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.proto.vessel.GetRequest;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.testkit.CommandHarness;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/** A service of which one method fails for a while, and its callers with circuit breakers. */
@Tag("etcd")
class BreakerIT {
  private static final int PER_SECOND = 100;
  private static final Duration HEALTHY = Duration.ofSeconds(4);
  private static final Duration OUTAGE = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final String TEXT =
      "the circuit breaker of shippy.service.vessel shippy.service.vessel.VesselService/GetVessels"
          + " drops \\d+\\.\\d % of the calls \\(it tries again within \\d+ ms\\)";

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  private final Sandbox sandbox =
      Sandbox.etcd(ETCD.endpoints())
          .with("MICRO_CLIENT_BREAKER", "on")
          .with("MICRO_CLIENT_RETRIES", "0");
  private final RunningCommand service =
      sandbox.program(CommandHarness.main(FailingService.class)).start();
  private final Client client =
      Client.open(
          Config.of(
              Map.of(
                  "registry", "etcd",
                  "registry_address", ETCD.endpoints(),
                  "client_breaker", "on",
                  "client_retries", "0"),
              Map.of()));
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void close() throws Exception {
    thread.shutdownNow();
    client.close();
    sandbox.close();
  }

  /** Counts how calls end. */
  private static final class Ends implements StreamObserver<Response> {
    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
    final AtomicInteger dropped = new AtomicInteger();

    @Override
    public void onNext(Response response) {}

    @Override
    public void onError(Throwable failure) {
      failed.incrementAndGet();
      if (String.valueOf(failure.getMessage()).contains("circuit breaker")) {
        dropped.incrementAndGet();
      }
    }

    @Override
    public void onCompleted() {
      answered.incrementAndGet();
    }
  }

  private void heal(boolean healthy) {
    var unused =
        VesselServiceGrpc.newBlockingStub(client.channel(FailingService.NAME))
            .create(Vessel.newBuilder().setAvailable(healthy).build());
  }

  private void call(Ends failing, Ends healthy) {
    var stub = VesselServiceGrpc.newStub(client.channel(FailingService.NAME));
    stub.getVessels(GetRequest.getDefaultInstance(), failing);
    stub.findAvailable(Specification.getDefaultInstance(), healthy);
  }

  @Test
  void method_that_heals_is_called_again_soon_and_others_always() {
    service.awaitLine("Registered node: ", Sandbox.START);
    heal(true);
    Ends failing = new Ends();
    Ends healthy = new Ends();
    var unused =
        thread.scheduleAtFixedRate(
            () -> call(failing, healthy), 0, 1000 / PER_SECOND, TimeUnit.MILLISECONDS);
    throughout(HEALTHY, () -> assertThat(failing.failed).hasValue(0));
    heal(false);
    throughout(OUTAGE, () -> assertThat(healthy.failed).hasValue(0));
    int reached = failing.failed.get() - failing.dropped.get();
    assertThat(failing.dropped).hasPositiveValue();
    heal(true);
    Duration recovered = recovery(failing);
    System.out.printf(
        Locale.ROOT,
        "figure: %d calls/s, failing for %d s: %d failed, %d dropped, last drop %.2f s after"
            + " healing; %d calls of another method, %d failed%n",
        PER_SECOND,
        OUTAGE.toSeconds(),
        reached,
        failing.dropped.get(),
        recovered.toMillis() / 1e3,
        healthy.answered.get(),
        healthy.failed.get());
    assertThat(recovered).isLessThanOrEqualTo(LIMIT);
    assertThat(healthy.failed).hasValue(0);
    assertThat(healthy.answered).hasValueGreaterThan(9 * PER_SECOND / 2);
  }

  /** How long after now the last call fails. */
  private static Duration recovery(Ends ends) {
    Supplier<Duration> since = Clock.system().stopwatch();
    AtomicInteger known = new AtomicInteger(ends.failed.get());
    Duration[] last = {Duration.ZERO};
    throughout(
        LIMIT.multipliedBy(2),
        () -> {
          int now = ends.failed.get();
          if (known.getAndSet(now) != now) {
            last[0] = since.get();
          }
        });
    return last[0];
  }

  @Test
  void cli_and_gateway_tell_of_a_dropped_call() {
    RunningCommand gateway = sandbox.starting(Sandbox.TOOL, "api", "--address=127.0.0.1:0");
    service.awaitLine("Registered node: ", Sandbox.START);
    heal(false);

    byte[] lines = "vessels\n".repeat(40).getBytes(StandardCharsets.UTF_8);
    assertThat(sandbox.program(Sandbox.CLI).stdin(lines).run("--keep_going").stderr())
        .containsPattern(
            "error: "
                + TEXT
                + "\n  the latest failures: UNAVAILABLE: on fire"
                + "\n  likely: about a third or more of this method's calls failed in the last 10 s"
                + "\n  try:    .* stats shippy.service.vessel   how its calls end"
                + "\n          --client_breaker=off +make every call\n");

    Api api =
        new Api(URI.create(gateway.awaitLine("Listening on (http\\S+)", Sandbox.START).group(1)));
    eventually(
        Sandbox.START,
        () -> {
          HttpResponse<String> answer = api.get("/vessel/vesselService/getVessels");
          assertThat(answer.statusCode()).isEqualTo(503);
          assertThat(answer.body())
              .containsPattern(TEXT)
              .contains("about a third or more of this method's calls failed in the last 10 s")
              .containsPattern("try: .*stats shippy.service.vessel");
        });
    gateway.awaitLine(
        "level=warn .*Circuit breaker of shippy.service.vessel .*on fire", Sandbox.START);
  }
}
