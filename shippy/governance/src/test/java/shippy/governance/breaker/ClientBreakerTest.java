package shippy.governance.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.client.CallFailures;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.LiveConfig;
import shippy.platform.Governance;
import shippy.platform.Platform;
import shippy.problem.ProblemText;
import shippy.proto.vessel.GetRequest;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceBlockingStub;
import shippy.registry.InMemoryRegistry;
import shippy.service.RunningService;
import shippy.service.Service;
import shippy.testkit.config.ScriptedConfig;

/** Breakers in a client whose calls reach a server, under settings that change. */
class ClientBreakerTest {
  private static final String NAME = "test.service.vessel";
  private static final String ONCE = "client_request_timeout = 20s\nclient_retries = 0\n";

  private final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  private final ScriptedConfig script = ScriptedConfig.of(ONCE);
  private final LiveConfig live = script.load(Map.of("registry", "memory"), List.of());
  private final Platform platform = Platform.on(registry, live, Clock.system());
  private final Burning handler = new Burning();
  private final RunningService service =
      Service.named(NAME).handler(handler).grace(Duration.ZERO).start(platform);
  private final VesselServiceBlockingStub vessels =
      VesselServiceGrpc.newBlockingStub(platform.own(Client.of(platform)).channel(NAME));

  /** One method always fails, and counts its attempts; another never does. */
  private static final class Burning extends VesselServiceGrpc.VesselServiceImplBase {
    final AtomicInteger attempts = new AtomicInteger();

    @Override
    public void findAvailable(Specification request, StreamObserver<Response> out) {
      attempts.incrementAndGet();
      out.onError(Status.UNAVAILABLE.withDescription("on fire").asRuntimeException());
    }

    @Override
    public void getVessels(GetRequest request, StreamObserver<Response> out) {
      out.onNext(Response.getDefaultInstance());
      out.onCompleted();
    }
  }

  ClientBreakerTest() {
    live.follow(platform.clock());
    service.ready().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @AfterEach
  void close() {
    service.close();
    platform.close();
    live.close();
    registry.close();
  }

  private StatusRuntimeException call() {
    return call(vessels);
  }

  private static StatusRuntimeException call(VesselServiceBlockingStub stub) {
    return catchThrowableOfType(
        StatusRuntimeException.class, () -> stub.findAvailable(Specification.getDefaultInstance()));
  }

  private void call(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(call()).isNotNull();
    }
  }

  private double number(String name) {
    return platform.monitor().instruments().stream()
        .filter(instrument -> instrument.name().equals(name))
        .mapToDouble(instrument -> instrument.value().getAsDouble())
        .sum();
  }

  /** Whether some of that many calls did not reach the server. */
  private boolean drops(int calls) {
    int before = handler.attempts.get();
    call(calls);
    return handler.attempts.get() - before < calls;
  }

  @Test
  void call_that_is_tried_several_times_counts_once() {
    script.change("client_breaker = on\nclient_request_timeout = 20s\nclient_retries = 3\n");
    call(6);
    assertThat(handler.attempts).hasValueGreaterThan(6);
    assertThat(number(Governance.BREAKER_SHARE))
        .as("six failures, none counted twice")
        .isEqualTo((6.0 - 5) / (6 + 1));
  }

  @Test
  void dropped_call_tells_what_why_and_what_to_do() {
    script.change(ONCE + "client_breaker = on\n");
    StatusRuntimeException last = call();
    while (number(Governance.BREAKER_DROPPED) == 0) {
      last = call();
    }
    assertThat(last.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(ProblemText.render(CallFailures.problem(last)).lines())
        .satisfiesExactly(
            what ->
                assertThat(what)
                    .matches(
                        "error: the circuit breaker of test.service.vessel"
                            + " shippy.service.vessel.VesselService/FindAvailable drops \\d+\\.\\d % of"
                            + " the calls \\(it tries again within \\d+ ms\\)"),
            fact -> assertThat(fact).isEqualTo("  the latest failures: UNAVAILABLE: on fire"),
            likely ->
                assertThat(likely)
                    .isEqualTo(
                        "  likely: about a third or more of this method's calls failed in the last 10 s"),
            fix ->
                assertThat(fix)
                    .isEqualTo("  try:    shippy stats test.service.vessel   how its calls end"),
            fix ->
                assertThat(fix)
                    .isEqualTo("          --client_breaker=off               make every call"));
  }

  @Test
  void other_methods_of_a_service_that_fails_are_called() {
    script.change(ONCE + "client_breaker = on\n");
    assertThat(drops(200)).isTrue();
    for (int i = 0; i < 200; i++) {
      assertThat(vessels.getVessels(GetRequest.getDefaultInstance())).isNotNull();
    }
  }

  @Test
  void breakers_follow_the_settings_of_client_service_and_method() {
    assertThat(drops(100)).isFalse();
    assertThat(platform.monitor().instruments())
        .extracting(instrument -> instrument.name())
        .doesNotContain(Governance.BREAKER_SHARE);
    script.change(ONCE + "client_breaker = on\n");
    assertThat(drops(100)).isTrue();
    script.change(ONCE + "client_breaker = off\n");
    assertThat(drops(100)).isFalse();
    script.change(ONCE + "services." + NAME + ".breaker = on\n");
    assertThat(drops(100)).isTrue();
    script.change(
        ONCE + "client_breaker = on\nmethods.VesselService.FindAvailable.breaker = off\n");
    assertThat(drops(100)).isFalse();
    script.change(ONCE + "methods.VesselService.FindAvailable.breaker = on\n");
    assertThat(drops(100)).isTrue();
  }

  @Test
  void clients_of_a_program_share_breakers() {
    script.change(ONCE + "client_breaker = on\n");
    assertThat(drops(100)).isTrue();
    VesselServiceBlockingStub others =
        VesselServiceGrpc.newBlockingStub(platform.own(Client.of(platform)).channel(NAME));
    int before = handler.attempts.get();
    for (int i = 0; i < 100; i++) {
      StatusRuntimeException end = call(others);
      assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }
    assertThat(handler.attempts.get() - before).isLessThan(50);
    assertThat(platform.monitor().instruments())
        .filteredOn(instrument -> instrument.name().equals(Governance.BREAKER_SHARE))
        .hasSize(1);
  }
}
