package shippy.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.client.CallFailures;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.proto.vessel.GetRequest;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceBlockingStub;
import shippy.registry.Endpoint;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;
import shippy.testkit.Eventually;
import shippy.testkit.GoMicroServer;
import shippy.testkit.ReflectionServer;

/** Services of go-micro under the name of one of ours, which offers more methods. */
class MixedFleetTest {
  private static final String VESSEL = "shippy.service.vessel";
  private static final GetRequest ALL = GetRequest.getDefaultInstance();

  private final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  private final Platform platform =
      Platform.on(registry, Config.of(Map.of("client_request_timeout", "20s"), Map.of()));
  private final Client client = Client.of(platform);
  private final GoMicroServer go = new GoMicroServer();
  private final GoMicroServer other = new GoMicroServer();
  private final ReflectionServer java = new ReflectionServer("j", ReflectionServer.Version.NONE);

  @AfterEach
  void close() {
    client.close();
    platform.close();
    go.close();
    other.close();
    java.close();
    registry.close();
  }

  private VesselServiceBlockingStub stub() {
    return VesselServiceGrpc.newBlockingStub(client.channel(VESSEL));
  }

  private void register(Node... nodes) {
    for (Node node : nodes) {
      registry.register(node, Duration.ofHours(1));
    }
  }

  private Node java(String... methods) {
    Endpoint.Value none = new Endpoint.Value("", "", List.of());
    return new Node(
        VESSEL,
        "java",
        "latest",
        java.address().toString(),
        Map.of(),
        Stream.of(methods)
            .map(name -> new Endpoint("VesselService." + name, none, none, Map.of()))
            .toList());
  }

  private Problem problem() {
    return CallFailures.problem(
        catchThrowableOfType(StatusRuntimeException.class, () -> stub().getVessels(ALL)));
  }

  @Test
  void method_that_one_in_three_lists_is_always_found() {
    register(go.node(VESSEL, "go-1"), other.node(VESSEL, "go-2"));
    register(java("GetVessels", "FindAvailable"));

    for (int i = 0; i < 200; i++) {
      assertThat(stub().getVessels(ALL).getVesselsCount()).isEqualTo(1);
    }
    assertThat(java.calls).hasValue(200);
  }

  @Test
  void many_threads_find_it_each_time() {
    register(go.node(VESSEL, "go-1"), other.node(VESSEL, "go-2"), java("GetVessels", "Create"));

    IntStream.range(0, 4_000)
        .parallel()
        .forEach(
            i -> {
              if (i % 2 == 0) {
                assertThat(stub().getVessels(ALL).getVesselsCount()).isEqualTo(1);
              } else {
                assertThat(stub().create(Vessel.getDefaultInstance()).getCreated()).isTrue();
              }
            });
  }

  @Test
  void method_that_all_list_goes_to_all() {
    register(go.node(VESSEL, "go-1"), other.node(VESSEL, "go-2"), java("GetVessels"));

    Eventually.eventually(
        Duration.ofSeconds(10),
        () -> {
          stub().findAvailable(Specification.getDefaultInstance());
          assertThat(List.of(go.calls.get(), other.calls.get())).doesNotContain(0);
        });
  }

  @Test
  void method_that_nobody_lists_fails_and_says_what_there_is() {
    register(go.node(VESSEL, "go-1"), other.node(VESSEL, "go-2"));

    Problem problem = problem();

    assertThat(problem.what())
        .isEqualTo("no instance of " + VESSEL + " offers VesselService.GetVessels");
    assertThat(problem.code()).isEqualTo(ExitCode.FAILED);
    assertThat(problem.facts())
        .containsExactly(
            "they offer: VesselService.Create, VesselService.FindAvailable, VesselService.Track");
    assertThat(go.asked).noneMatch(call -> call.contains("VesselService"));
  }

  @Test
  void node_without_a_list_may_offer_it() {
    register(go.node(VESSEL, "go-1"), java());

    assertThat(stub().getVessels(ALL).getVesselsCount()).isEqualTo(1);
  }

  @Test
  void node_that_comes_later_is_found() {
    register(go.node(VESSEL, "go-1"));
    assertThat(problem().what()).endsWith("offers VesselService.GetVessels");

    register(java("GetVessels"));

    Eventually.eventually(
        Duration.ofSeconds(10),
        () -> assertThat(stub().getVessels(ALL).getVesselsCount()).isEqualTo(1));
  }

  /** As over mDNS, where one node answers a little after the other. */
  @Test
  void node_that_is_found_a_moment_later_is_waited_for() throws Exception {
    register(go.node(VESSEL, "go-1"));
    stub().findAvailable(Specification.getDefaultInstance());
    Future<Response> answer =
        VesselServiceGrpc.newFutureStub(client.channel(VESSEL)).getVessels(ALL);

    register(java("GetVessels"));

    assertThat(answer.get(10, TimeUnit.SECONDS).getVesselsCount()).isEqualTo(1);
  }

  @Test
  void list_of_a_node_may_change() {
    register(go.node(VESSEL, "go-1"), java("FindAvailable"));
    assertThat(problem().what()).endsWith("offers VesselService.GetVessels");

    register(java("GetVessels"));

    Eventually.eventually(
        Duration.ofSeconds(10),
        () -> assertThat(stub().getVessels(ALL).getVesselsCount()).isEqualTo(1));
  }

  @Test
  void listed_node_that_cannot_be_reached_is_waited_for_a_short_time() {
    register(go.node(VESSEL, "go-1"), java("GetVessels"));
    java.close();

    StatusRuntimeException failure =
        catchThrowableOfType(StatusRuntimeException.class, () -> stub().getVessels(ALL));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure.getStatus().getDescription())
        .isEqualTo(
            "no instance of " + VESSEL + " that offers VesselService.GetVessels can be reached");
  }

  @Test
  void method_whose_only_node_has_gone_is_out_of_reach_and_not_missing() {
    Node gone = java("GetVessels");
    register(go.node(VESSEL, "go-1"), gone);
    stub().getVessels(ALL);

    registry.deregister(gone);
    java.close();

    StatusRuntimeException failure =
        catchThrowableOfType(StatusRuntimeException.class, () -> stub().getVessels(ALL));
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure.getStatus().getDescription()).endsWith("GetVessels can be reached");
  }

  @Test
  void diagnostic_methods_are_listed_by_nobody_and_called_all_the_same() {
    register(java("GetVessels"));

    assertThat(
            HealthGrpc.newBlockingStub(client.channel(VESSEL))
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatusValue())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "-400, INVALID_ARGUMENT, as asked (from go.other)",
    "-404, NOT_FOUND, as asked (from go.vessel)",
    "-412, FAILED_PRECONDITION, as asked",
    "-2, UNKNOWN, {\"code\":\"2\"}",
    "-1, UNKNOWN, plain"
  })
  void error_of_go_arrives_with_its_code_and_as_plain_text(
      int capacity, Status.Code code, String text) {
    register(go.node(VESSEL, "go-1"));

    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> stub().findAvailable(Specification.newBuilder().setCapacity(capacity).build()));

    assertThat(failure.getStatus().getCode()).isEqualTo(code);
    assertThat(failure.getStatus().getDescription()).isEqualTo(text);
  }
}
