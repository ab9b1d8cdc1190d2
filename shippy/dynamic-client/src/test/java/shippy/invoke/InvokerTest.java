package shippy.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;
import shippy.testkit.Eventually;
import shippy.testkit.ReflectionServer;

class InvokerTest {
  private static final String VESSEL = "shippy.service.vessel";
  private static final CallOptions OPTIONS = CallOptions.within(Duration.ofSeconds(30));

  private final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  private final Platform platform =
      Platform.on(registry, Config.of(Map.of("client_request_timeout", "30s"), Map.of()));
  private final Invoker invoker = Invoker.of(platform);
  private final List<ReflectionServer> servers = new ArrayList<>();

  @BeforeEach
  void start() {
    serve("vessel-1", "latest", ReflectionServer.Version.V1);
  }

  @AfterEach
  void close() {
    invoker.close();
    servers.forEach(ReflectionServer::close);
    platform.close();
    registry.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "VesselService.GetVessels",
        "shippy.service.vessel.VesselService/GetVessels",
        "/shippy.service.vessel.VesselService/GetVessels",
        "vessel.VesselService/GetVessels",
        "GetVessels"
      })
  void an_endpoint_is_called_by_each_of_its_names(String name) {
    Reply reply = invoker.call(invoker.method(VESSEL, name), "{}", OPTIONS);

    assertThat(reply.json())
        .isEqualTo("{\"vessels\":[{\"id\":\"v1\",\"capacity\":500,\"name\":\"Kane's <ship>\"}]}");
    assertThat(reply.node()).isEqualTo("vessel-1");
  }

  @Test
  void what_was_answered_can_be_sent_again() {
    Method create = invoker.method(VESSEL, "Create");
    String vessel = "{\"id\":\"x\",\"max_weight\":5}";

    assertThat(invoker.call(create, vessel, OPTIONS).json())
        .isEqualTo("{\"vessel\":" + vessel + ",\"created\":true}");
    assertThat(invoker.call(create, "{\"maxWeight\":\"5\",\"id\":\"x\"}", OPTIONS).json())
        .contains(vessel);
    assertThat(invoker.call(create, create.template(), OPTIONS).json())
        .isEqualTo("{\"vessel\":{\"capacity\":1,\"max_weight\":1},\"created\":true}");
  }

  @Test
  void the_older_reflection_is_asked_if_there_is_no_other() {
    serve("old", "shippy.old", "latest", ReflectionServer.Version.V1ALPHA);

    assertThat(invoker.schema("shippy.old").own())
        .hasSameSizeAs(VesselServiceGrpc.getServiceDescriptor().getMethods());
  }

  @Test
  void a_service_without_reflection_is_told_of() {
    serve("none", "shippy.none", "latest", ReflectionServer.Version.NONE);

    ProblemException e =
        catchThrowableOfType(ProblemException.class, () -> invoker.schema("shippy.none"));
    assertThat(e.problem().what()).startsWith("the service has no reflection");
    assertThat(e.problem().code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void methods_of_health_are_there_but_not_the_service_s_own() {
    ServiceSchema schema = invoker.schema(VESSEL);

    assertThat(schema.own()).allMatch(method -> method.rpcService().endsWith("VesselService"));
    assertThat(schema.method("Health/Check").infrastructure()).isTrue();
  }

  @Test
  void a_slip_in_a_name_is_answered_with_the_nearest() {
    ProblemException service =
        catchThrowableOfType(ProblemException.class, () -> invoker.schema("shippy.service.vesel"));
    assertThat(service.problem().code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(service.problem().facts()).contains("did you mean shippy.service.vessel?");

    Map<String, String> slips =
        Map.of(
            "GetVesels", "GetVessels",
            "VesselService.Creat", "VesselService.Create",
            "shippy.service.vessel.VesselService/Resrve",
                "shippy.service.vessel.VesselService/Reserve");
    slips.forEach(
        (slip, meant) -> {
          ProblemException e =
              catchThrowableOfType(ProblemException.class, () -> invoker.method(VESSEL, slip));
          assertThat(e.problem().code()).isEqualTo(ExitCode.USAGE);
          assertThat(e.problem().likely()).hasValueSatisfying(l -> assertThat(l).contains(meant));
        });
  }

  @Test
  void a_word_like_no_method_is_answered_with_what_there_is() {
    ProblemException e =
        catchThrowableOfType(
            ProblemException.class, () -> invoker.method(VESSEL, "VesselService.Sink"));

    assertThat(e.problem().likely()).isEmpty();
    assertThat(e.problem().facts().get(0))
        .startsWith("it has: VesselService.FindAvailable, VesselService.Create, ");
  }

  @Test
  void a_failed_call_keeps_its_status_and_says_who_failed() {
    Method find = invoker.method(VESSEL, "FindAvailable");

    FailedCall e =
        catchThrowableOfType(
            FailedCall.class, () -> invoker.call(find, "{\"max_weight\": 7}", OPTIONS));
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(e.getStatus().getDescription()).isEqualTo("nothing fits 7 kg");
    assertThat(e.node()).isEqualTo("vessel-1");
  }

  @Test
  void thirty_calls_over_three_instances_are_ten_each() {
    serve("vessel-2", "latest", ReflectionServer.Version.V1);
    serve("vessel-3", "latest", ReflectionServer.Version.V1);
    Method method = invoker.method(VESSEL, "GetVessels");
    Eventually.eventually(
        Duration.ofSeconds(10),
        () -> {
          for (int i = 0; i < 3; i++) {
            invoker.call(method, "", OPTIONS);
          }
          assertThat(servers).allMatch(server -> server.calls.get() > 0);
        });

    Map<String, Integer> nodes = new TreeMap<>();
    for (int i = 0; i < 30; i++) {
      nodes.merge(invoker.call(method, "", OPTIONS).node(), 1, Integer::sum);
    }

    assertThat(nodes).containsOnlyKeys("vessel-1", "vessel-2", "vessel-3");
    assertThat(nodes.values()).allMatch(count -> count >= 8 && count <= 12);
  }

  @Test
  void one_address_is_called_past_the_registry() {
    ReflectionServer other = new ReflectionServer("other", ReflectionServer.Version.V1);
    servers.add(other);
    CallOptions options =
        new CallOptions(
            Optional.of(other.address()), Map.of("k", "v"), Optional.of(Duration.ofSeconds(10)));
    Method method = invoker.schema("anything", other.address()).method("GetVessels");

    Reply reply = invoker.call(method, "", options);

    assertThat(reply.json()).contains("\"other\"");
    assertThat(reply.node()).isEqualTo(other.address().toString());
  }

  @Test
  void the_schema_is_kept_until_the_version_changes() {
    ServiceSchema first = invoker.schema(VESSEL);
    assertThat(invoker.schema(VESSEL)).isSameAs(first);

    serve("vessel-9", "v9", ReflectionServer.Version.V1);
    Eventually.eventually(
        Duration.ofSeconds(5), () -> assertThat(invoker.schema(VESSEL).version()).isEqualTo("v9"));
  }

  @Test
  void an_instance_that_is_gone_is_passed_over_for_the_schema() {
    registry.register(Node.of(VESSEL, "vessel-0", "127.0.0.1:1"), Duration.ofHours(1));

    assertThat(invoker.schema(VESSEL).own()).isNotEmpty();
  }

  @Test
  void each_answer_of_a_stream_is_taken_until_the_taker_has_enough() {
    servers.get(0).health.setStatus("x", ServingStatus.SERVING);
    Method watch = invoker.method(VESSEL, "Health/Watch");
    List<String> seen = new ArrayList<>();

    assertThatThrownBy(
            () ->
                invoker.stream(
                    watch,
                    "{\"service\":\"x\"}",
                    OPTIONS,
                    answer -> {
                      seen.add(answer);
                      if (seen.size() == 2) {
                        throw new IllegalStateException("enough");
                      }
                      servers.get(0).health.setStatus("x", ServingStatus.NOT_SERVING);
                    }))
        .hasMessage("enough");
    assertThat(seen).containsExactly("{\"status\":\"SERVING\"}", "{\"status\":\"NOT_SERVING\"}");
  }

  @Test
  void a_stream_past_its_deadline_is_a_failed_call() {
    Method watch = invoker.method(VESSEL, "Watch");

    FailedCall e =
        catchThrowableOfType(
            FailedCall.class,
            () ->
                invoker.stream(
                    watch, "", CallOptions.within(Duration.ofMillis(200)), answer -> {}));
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
  }

  @Test
  void a_streaming_method_is_not_called_as_unary() {
    Method watch = invoker.method(VESSEL, "Watch");

    assertThatThrownBy(() -> invoker.call(watch, "", OPTIONS))
        .hasMessage("Health.Watch gives a stream of answers (expected: a method that gives one)");
  }

  @Test
  void metadata_that_grpc_cannot_send_is_refused() {
    Method method = invoker.method(VESSEL, "GetVessels");
    for (Map<String, String> pair :
        List.of(
            Map.of("a b", "v"),
            Map.of("grpc-timeout", "1S"),
            Map.of("x-bin", "v"),
            Map.of("k", "line\nbreak"),
            Map.of("k", "ü"))) {
      CallOptions options =
          new CallOptions(Optional.empty(), pair, Optional.of(Duration.ofSeconds(5)));
      ProblemException e =
          catchThrowableOfType(ProblemException.class, () -> invoker.call(method, "", options));
      assertThat(e.problem().code()).isEqualTo(ExitCode.USAGE);
      assertThat(e.problem().what()).startsWith("metadata: ");
    }
  }

  private void serve(String id, String version, ReflectionServer.Version reflection) {
    serve(id, VESSEL, version, reflection);
  }

  private void serve(
      String id, String service, String version, ReflectionServer.Version reflection) {
    ReflectionServer server = new ReflectionServer("Kane's <ship>", reflection);
    servers.add(server);
    String address = server.address().toString();
    registry.register(
        new Node(service, id, version, address, Map.of(), List.of()), Duration.ofHours(1));
  }
}
