package shippy.governance.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static shippy.testkit.Eventually.eventually;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.rpc.RetryInfo;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.LiveConfig;
import shippy.platform.Governance;
import shippy.platform.Headers;
import shippy.platform.Platform;
import shippy.proto.debug.DebugGrpc;
import shippy.proto.debug.HealthRequest;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceBlockingStub;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.registry.InMemoryRegistry;
import shippy.service.RunningService;
import shippy.service.Service;
import shippy.telemetry.Instrument;
import shippy.testkit.config.ScriptedConfig;

/** A service with limits, as callers see it. */
@Timeout(60)
class LimitsTest {
  private static final String ONE = "server_rate = 1/m\n";

  private final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  private final ScriptedConfig script = ScriptedConfig.of("");
  private final LiveConfig live = script.load(Map.of("registry", "memory"), List.of());
  private final Platform platform = Platform.on(registry, live, Clock.system());
  private final RunningService service =
      Service.named("test.vessel").handler(new Ends()).grace(Duration.ZERO).start(platform);
  private final Client client = Client.of(platform);
  private final Channel channel = client.direct(service.address());
  private final VesselServiceBlockingStub vessels = VesselServiceGrpc.newBlockingStub(channel);

  /** Ends as the name of the vessel says. */
  private static final class Ends extends VesselServiceImplBase {
    @Override
    public void findAvailable(Specification request, StreamObserver<Response> out) {
      out.onNext(Response.getDefaultInstance());
      out.onCompleted();
    }

    @Override
    public void create(Vessel request, StreamObserver<Response> out) {
      switch (request.getName()) {
        case "throws" -> throw new IllegalStateException("as told");
        case "fails" -> out.onError(Status.NOT_FOUND.asRuntimeException());
        default -> {
          // never answers
        }
      }
    }
  }

  @AfterEach
  void close() {
    client.close();
    service.close();
    platform.close();
    live.close();
    registry.close();
  }

  private void find() {
    var unused = vessels.findAvailable(Specification.getDefaultInstance());
  }

  private StatusRuntimeException refused() {
    StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, this::find);
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    return refused;
  }

  @Test
  void refused_call_tells_in_words_and_details_when_to_try_again() throws Exception {
    script.change(ONE);
    find();
    StatusRuntimeException refused = refused();
    assertThat(refused.getStatus().getDescription())
        .matches(
            "too many calls \\(expected: at most 1/m in bursts of 1; try again in \\d{5} ms\\)");
    com.google.rpc.Status details = StatusProto.fromThrowable(refused);
    assertThat(details.getMessage()).isEqualTo(refused.getStatus().getDescription());
    RetryInfo info = details.getDetails(0).unpack(RetryInfo.class);
    assertThat(info.getRetryDelay().getSeconds()).isBetween(30L, 60L);
  }

  @Test
  void calls_that_only_tell_of_the_instance_pass() {
    script.change(ONE + "server_shed = concurrency:gradient\n");
    find();
    refused();
    for (int i = 0; i < 3; i++) {
      assertThat(
              DebugGrpc.newBlockingStub(channel)
                  .health(HealthRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo("ok");
      assertThat(HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance()))
          .isNotNull();
    }
    refused();
  }

  @Test
  void limits_follow_the_settings_off_and_on_again() {
    script.change(ONE);
    find();
    refused();
    script.change("");
    find();
    find();
    script.change("server_rates = VesselService.FindAvailable.rate=1/m\n");
    find();
    assertThat(refused().getStatus().getDescription())
        .startsWith("too many calls of VesselService.FindAvailable (");
    script.change("server_rates = VesselService.Create.rate=1/m\n");
    find();
    find();
  }

  @Test
  void callers_are_told_apart_by_the_service_that_they_name() {
    script.change("server_rates = caller.rate=1/m,caller.known.service.burst=2\n");
    from("a").findAvailable(Specification.getDefaultInstance());
    from("b").findAvailable(Specification.getDefaultInstance());
    from("known.service").findAvailable(Specification.getDefaultInstance());
    from("known.service").findAvailable(Specification.getDefaultInstance());
    find();
    assertThat(refused().getStatus().getDescription())
        .startsWith("too many calls of test.vessel (expected: at most 1/m");
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> from("a").findAvailable(Specification.getDefaultInstance()));
    assertThat(refused.getStatus().getDescription()).startsWith("too many calls of a (");
  }

  @Test
  void caller_that_is_no_service_is_its_address() {
    script.change("server_rates = caller.rate=1/m\n");
    try (Platform other = Platform.on(registry, live, Clock.system());
        Client stranger = Client.of(other)) {
      var stub = VesselServiceGrpc.newBlockingStub(stranger.direct(service.address()));
      assertThat(stub.findAvailable(Specification.getDefaultInstance())).isNotNull();
      StatusRuntimeException refused =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () -> stub.findAvailable(Specification.getDefaultInstance()));
      assertThat(refused.getStatus().getDescription())
          .startsWith("too many calls of 127.0.0.1 (expected: at most 1/m");
    }
  }

  @Test
  void rate_of_a_method_that_the_service_does_not_have_is_told_once() {
    Logger logger = (Logger) LoggerFactory.getLogger(UnknownMethods.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    String rates =
        "server_rates = VesselService.FindAvailible.rate=1/m,vessel.VesselService.Nope.rate=1/m,"
            + "OtherService.List.rate=1/m,VesselService.Create.rate=1/m,"
            + "caller.VesselService.X.rate=1/m";
    script.change(rates + "\n");
    script.change(rates + "\nserver_rate = 1/m\n");
    logger.detachAppender(log);
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "server_rates VesselService.FindAvailible: limits nothing, VesselService has no such"
                + " method; did you mean VesselService.FindAvailable?",
            "server_rates vessel.VesselService.Nope: limits nothing, vessel.VesselService has no"
                + " such method");
  }

  private VesselServiceBlockingStub from(String caller) {
    Metadata headers = new Metadata();
    headers.put(Headers.FROM_SERVICE, caller);
    return VesselServiceGrpc.newBlockingStub(
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)));
  }

  @Test
  void refusals_are_counted_by_method_and_reason() {
    script.change(ONE);
    find();
    refused();
    refused();
    assertThat(
            platform.monitor().instruments().stream()
                .filter(each -> each.name().equals(Governance.CALLS_REFUSED)))
        .singleElement()
        .returns(
            Map.of("method", "shippy.service.vessel.VesselService/FindAvailable", "reason", "rate"),
            Instrument::labels)
        .returns(2.0, each -> each.value().getAsDouble());
  }

  /** The first limit of calls at a time is 20. */
  @Test
  void call_refused_for_load_uses_up_no_rate_and_one_refused_by_rate_no_place() {
    find(); // so that there is a connection, on which calls keep their order
    script.change("server_rate = 1/m,burst=25\nserver_shed = concurrency:gradient\n");
    try (Context.CancellableContext held = Context.current().withCancellation()) {
      held.run(() -> hold(20));
      for (int i = 0; i < 10; i++) {
        assertThat(refused().getStatus().getDescription()).contains("calls at a time");
      }
    }
    eventually(Duration.ofSeconds(10), this::find);
    for (int i = 0; i < 4; i++) {
      find();
    }
    for (int i = 0; i < 30; i++) {
      assertThat(refused().getStatus().getDescription()).startsWith("too many calls (");
    }
    script.change("server_shed = concurrency:gradient\n");
    find();
  }

  /** Calls that are not answered. */
  private void hold(int calls) {
    for (int i = 0; i < calls; i++) {
      var unused = VesselServiceGrpc.newFutureStub(channel).create(Vessel.getDefaultInstance());
    }
  }

  /** The first limit is 20: one more that is never given back would show. */
  @ParameterizedTest
  @ValueSource(strings = {"throws", "fails", "never answers"})
  void place_of_a_call_is_free_again_however_it_ended(String end) {
    script.change("server_shed = concurrency:gradient\n");
    Vessel vessel = Vessel.newBuilder().setName(end).build();
    for (int i = 0; i < 25; i++) {
      StatusRuntimeException failed =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () -> vessels.withDeadlineAfter(100, TimeUnit.MILLISECONDS).create(vessel));
      assertThat(failed.getStatus().getCode()).isNotEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }
    find();
  }
}
