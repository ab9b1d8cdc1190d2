package shippy.rpc;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static shippy.rpc.InProcessServices.config;
import static shippy.rpc.InProcessServices.service;
import static shippy.rpc.MonitoredServices.FIND;
import static shippy.rpc.MonitoredServices.SOON;
import static shippy.rpc.MonitoredServices.find;
import static shippy.testkit.Eventually.eventually;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCalls;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.platform.Governance;
import shippy.platform.Platform;
import shippy.proto.debug.Breaker;
import shippy.proto.debug.DebugGrpc;
import shippy.proto.debug.HealthRequest;
import shippy.proto.debug.Method;
import shippy.proto.debug.StatsResponse;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.registry.Endpoint;
import shippy.service.RunningService;
import shippy.telemetry.Instrument;
import shippy.telemetry.Instrument.Kind;
import shippy.testkit.Concurrently;
import shippy.testkit.ThrowingRunnable;

/** What services and callers count of calls over real connections. */
class StatsTest {
  private final MonitoredServices fleet = new MonitoredServices();

  @AfterEach
  void close() throws Exception {
    fleet.close();
  }

  @Test
  void calls_that_only_look_are_neither_counted_nor_traced() {
    RunningService vessels = fleet.vessels();
    Channel direct = fleet.client.direct(vessels.address());
    assertThat(
            DebugGrpc.newBlockingStub(direct)
                .health(HealthRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo("ok");
    var unused = HealthGrpc.newBlockingStub(direct).check(HealthCheckRequest.getDefaultInstance());
    fleet.stats(vessels);
    find(direct);

    fleet.spans(vessels, 1);
    StatsResponse stats = fleet.stats(vessels);
    assertThat(stats.getRequests()).isEqualTo(1);
    assertThat(stats.getMethodsList())
        .extracting(Method::getMethod)
        .allMatch(name -> name.startsWith("shippy.service.vessel.VesselService/"));
    assertThat(fleet.own(1)).extracting(shippy.telemetry.Span::name).containsExactly(FIND);
    assertThat(fleet.caller.monitor().called()).hasSize(1);
  }

  @Test
  void calls_of_methods_that_do_not_exist_are_not_counted() {
    RunningService vessels = fleet.vessels();
    var absent =
        VesselServiceGrpc.getFindAvailableMethod().toBuilder()
            .setFullMethodName("no.such.Service/Method")
            .build();
    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                ClientCalls.blockingUnaryCall(
                    fleet.client.direct(vessels.address()),
                    absent,
                    CallOptions.DEFAULT,
                    Specification.getDefaultInstance()));
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(fleet.stats(vessels).getRequests()).isZero();
    assertThat(fleet.stats(vessels).getMethodsCount())
        .isEqualTo(VesselServiceGrpc.getServiceDescriptor().getMethods().size());
  }

  @Test
  void stats_tell_the_process_and_each_method() {
    RunningService vessels = fleet.vessels("client_retries", "0");
    Channel channel = fleet.client.direct(vessels.address());
    find(channel);
    fleet.handler.refusals.set(1);
    var unused = catchThrowableOfType(StatusRuntimeException.class, () -> find(channel));
    eventually(SOON, () -> assertThat(fleet.stats(vessels).getRequests()).isEqualTo(2));

    StatsResponse stats = fleet.stats(vessels);
    long now = Instant.now().getEpochSecond();
    assertThat(stats.getNode()).isEqualTo(vessels.node().id());
    assertThat(stats.getTimestamp()).isBetween(now - 5, now);
    assertThat(stats.getStarted()).isBetween(now - 30, now);
    assertThat(stats.getUptime()).isLessThan(30);
    assertThat(stats.getMemory()).isPositive();
    assertThat(stats.getThreads()).isPositive();
    assertThat(stats.getErrors()).isEqualTo(1);
    assertThat(stats.getP50Us()).isPositive().isLessThanOrEqualTo(stats.getP99Us());
    Method find =
        stats.getMethodsList().stream()
            .filter(method -> method.getMethod().equals(FIND))
            .findFirst()
            .orElseThrow();
    assertThat(List.of(find.getRequests(), find.getErrors())).containsExactly(2L, 1L);
    assertThat(find.getP99Us()).isEqualTo(stats.getP99Us());
  }

  @Test
  void stats_tell_what_breakers_dropped_and_why_calls_were_refused() {
    Platform platform = fleet.fleet.keep(Platform.on(fleet.fleet.registry, config()));
    RunningService vessels = fleet.fleet.start(service(fleet.handler), platform);
    add(platform, Kind.COUNTER, Governance.BREAKER_DROPPED, 7, "service", "b", "method", "b.B/Get");
    add(platform, Kind.COUNTER, Governance.BREAKER_DROPPED, 0, "service", "a", "method", "a.A/Get");
    add(platform, Kind.GAUGE, Governance.BREAKER_SHARE, 0.25, "service", "b", "method", "b.B/Get");
    add(platform, Kind.COUNTER, Governance.CALLS_REFUSED, 3, "method", FIND, "reason", "load");
    add(platform, Kind.COUNTER, Governance.CALLS_REFUSED, 2, "method", FIND, "reason", "rate");

    StatsResponse stats = fleet.stats(vessels);
    assertThat(stats.getBreakersList())
        .containsExactly(
            Breaker.newBuilder().setService("a").setMethod("a.A/Get").build(),
            Breaker.newBuilder()
                .setService("b")
                .setMethod("b.B/Get")
                .setDropped(7)
                .setShare(0.25)
                .build());
    Map<String, Map<String, Long>> refused =
        stats.getMethodsList().stream()
            .filter(method -> method.getRefusedCount() > 0)
            .collect(toMap(Method::getMethod, Method::getRefusedMap));
    assertThat(refused).isEqualTo(Map.of(FIND, Map.of("load", 3L, "rate", 2L)));
  }

  private static void add(
      Platform to,
      Kind kind,
      String name,
      double value,
      String key,
      String a,
      String other,
      String b) {
    Map<String, String> labels = Map.of(key, a, other, b);
    to.monitor().add(new Instrument(name, "Of a test.", kind, labels, () -> value));
  }

  @Test
  void call_that_outlasts_its_deadline_is_an_error_on_both_sides() {
    RunningService vessels = fleet.vessels();
    var unused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                VesselServiceGrpc.newBlockingStub(fleet.client.channel(InProcessServices.NAME))
                    .withDeadlineAfter(500, TimeUnit.MILLISECONDS)
                    .create(Vessel.getDefaultInstance()));

    assertThat(fleet.own(1).get(0).status()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(fleet.spans(vessels, 1).get(0).getMetadataOrThrow("status"))
        .isIn("CANCELLED", "DEADLINE_EXCEEDED");
    assertThat(fleet.stats(vessels).getErrors()).isEqualTo(1);
  }

  @Test
  void call_that_finds_no_instance_has_no_peer() {
    var unused =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> find(fleet.client.channel("test.service.absent")));

    assertThat(fleet.own(1)).extracting(shippy.telemetry.Span::peer).containsOnly(Optional.empty());
    assertThat(fleet.caller.monitor().called().get(0).address()).isEmpty();
    assertThat(fleet.caller.monitor().called().get(0).service()).isEqualTo("test.service.absent");
  }

  @Test
  void concurrent_calls_are_all_counted_on_both_sides() {
    RunningService vessels = fleet.vessels();
    Channel channel = fleet.client.channel(InProcessServices.NAME);
    long each = 250;
    ThrowingRunnable calls =
        () -> {
          for (int i = 0; i < each; i++) {
            find(channel);
          }
        };
    Concurrently.run(Collections.nCopies(8, calls));

    eventually(SOON, () -> assertThat(fleet.stats(vessels).getRequests()).isEqualTo(8 * each));
    assertThat(fleet.caller.monitor().called().get(0).counted().requests()).isEqualTo(8 * each);
    assertThat(fleet.stats(vessels).getErrors()).isZero();
    assertThat(fleet.trace(vessels, "")).hasSizeBetween(100, 200);
  }

  @Test
  void debug_is_not_among_the_registered_endpoints() {
    assertThat(fleet.vessels().node().endpoints())
        .extracting(Endpoint::name)
        .isNotEmpty()
        .allMatch(name -> name.startsWith("VesselService."));
  }
}
