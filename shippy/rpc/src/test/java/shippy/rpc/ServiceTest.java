package shippy.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Channel;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServiceResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.client.Client;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.registry.Endpoint;
import shippy.registry.Node;
import shippy.service.Loopback;
import shippy.service.RunningService;
import shippy.service.Service;
import shippy.testkit.Eventually;
import shippy.testkit.FreePorts;

class ServiceTest {
  private final InProcessServices fleet = new InProcessServices();

  @AfterEach
  void close() throws Exception {
    fleet.close();
  }

  private Channel channel() {
    return fleet
        .keep(Client.of(fleet.keep(Platform.on(fleet.registry, InProcessServices.config()))))
        .channel(InProcessServices.NAME);
  }

  @Test
  void a_node_stands_in_the_registry_as_go_micro_expects_it() {
    RunningService service =
        fleet.start(
            new InProcessServices.Handler(),
            "server_id",
            "7",
            "server_version",
            "v2",
            "server_metadata",
            "a=b");

    Node node = fleet.registry.nodes(InProcessServices.NAME).get(0);

    assertThat(node).isEqualTo(service.node());
    assertThat(node.id()).isEqualTo(InProcessServices.NAME + "-7");
    assertThat(node.version()).isEqualTo("v2");
    assertThat(node.address()).isEqualTo(service.address().toString());
    assertThat(node.metadata())
        .containsEntry("a", "b")
        .containsEntry("broker", "http")
        .containsEntry("protocol", "grpc")
        .containsEntry("registry", "memory")
        .containsEntry("server", "grpc")
        .containsEntry("transport", "grpc");
    Endpoint found =
        node.endpoints().stream()
            .filter(endpoint -> endpoint.name().equals("VesselService.FindAvailable"))
            .findFirst()
            .orElseThrow();
    assertThat(found.request())
        .isEqualTo(
            new Endpoint.Value(
                "Specification",
                "Specification",
                List.of(
                    new Endpoint.Value("capacity", "int32", List.of()),
                    new Endpoint.Value("max_weight", "int32", List.of()))));
    assertThat(found.response().values().get(1))
        .isEqualTo(new Endpoint.Value("vessels", "[]Vessel", List.of()));
  }

  @Test
  void a_service_describes_itself_by_reflection_which_is_no_endpoint_of_its_node()
      throws Exception {
    RunningService service = fleet.start(new InProcessServices.Handler());
    Channel channel = fleet.keep(Client.open(InProcessServices.config())).direct(service.address());
    var call = ServerReflectionGrpc.newBlockingV2Stub(channel).serverReflectionInfo();

    call.write(ServerReflectionRequest.newBuilder().setListServices("*").build());

    assertThat(call.read().getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .contains(
            "shippy.service.vessel.VesselService",
            "grpc.reflection.v1.ServerReflection",
            "grpc.reflection.v1alpha.ServerReflection");
    call.cancel("enough", null);
    assertThat(service.node().endpoints()).allMatch(e -> e.name().startsWith("VesselService."));
  }

  @Test
  void twenty_instances_at_once_get_twenty_ports_and_all_answer() {
    List<CompletableFuture<RunningService>> starting = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Platform platform = fleet.keep(Platform.on(fleet.registry, InProcessServices.config()));
      starting.add(
          CompletableFuture.supplyAsync(
              () -> InProcessServices.service(new InProcessServices.Handler()).start(platform)));
    }
    List<RunningService> running = starting.stream().map(CompletableFuture::join).toList();
    running.forEach(InProcessServices::ready);
    running.forEach(fleet::keep);

    assertThat(running).extracting(RunningService::address).doesNotHaveDuplicates();
    Client client = fleet.keep(Client.open(InProcessServices.config()));
    for (RunningService service : running) {
      var stub = VesselServiceGrpc.newBlockingStub(client.direct(service.address()));
      assertThat(stub.findAvailable(Specification.getDefaultInstance()).getCreated()).isTrue();
    }
  }

  @Test
  void stopping_one_of_two_under_load_fails_no_call() throws Exception {
    Service withGrace =
        Service.named(InProcessServices.NAME).handler(new InProcessServices.Handler());
    RunningService leaving = fleet.start(withGrace);
    fleet.start(new InProcessServices.Handler());
    var stub = VesselServiceGrpc.newBlockingStub(channel()).withWaitForReady();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger answered = new AtomicInteger();
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<CompletableFuture<Void>> load = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      load.add(
          CompletableFuture.runAsync(
              () -> {
                while (!stop.get()) {
                  try {
                    stub.findAvailable(Specification.getDefaultInstance());
                    answered.incrementAndGet();
                  } catch (RuntimeException e) {
                    failures.add(e);
                  }
                }
              }));
    }
    Eventually.eventually(
        Duration.ofSeconds(10), () -> assertThat(answered.get()).isGreaterThan(200));

    leaving.close();

    int atStop = answered.get();
    Eventually.eventually(
        Duration.ofSeconds(10), () -> assertThat(answered.get()).isGreaterThan(atStop + 200));
    stop.set(true);
    load.forEach(CompletableFuture::join);
    assertThat(failures).isEmpty();
  }

  @Test
  void a_call_in_flight_finishes_while_the_service_stops() throws Exception {
    InProcessServices.Handler handler = new InProcessServices.Handler();
    RunningService service = fleet.start(handler);
    Future<Response> call =
        VesselServiceGrpc.newFutureStub(channel()).create(Vessel.getDefaultInstance());
    Eventually.eventually(Duration.ofSeconds(20), () -> assertThat(handler.calls).hasValue(1));

    CompletableFuture<Void> closing = CompletableFuture.runAsync(service::close);
    Eventually.eventually(
        Duration.ofSeconds(5),
        () -> assertThat(fleet.registry.nodes(InProcessServices.NAME)).isEmpty());
    handler.gate.complete(null);

    assertThat(call.get(5, TimeUnit.SECONDS).getCreated()).isTrue();
    closing.get(10, TimeUnit.SECONDS);
  }

  @Test
  void a_registration_that_got_lost_comes_back() {
    RunningService service =
        fleet.start(
            new InProcessServices.Handler(), "register_interval", "100ms", "register_ttl", "2s");

    fleet.registry.deregister(service.node());

    Eventually.eventually(
        Duration.ofSeconds(5),
        () ->
            assertThat(fleet.registry.nodes(InProcessServices.NAME))
                .containsExactly(service.node()));
  }

  @Test
  void a_taken_port_is_reported_with_its_owner() {
    RunningService service = fleet.start(new InProcessServices.Handler());
    Platform platform =
        fleet.keep(
            Platform.on(
                fleet.registry,
                InProcessServices.config("server_address", service.address().toString())));

    ProblemException failure =
        catchThrowableOfType(
            ProblemException.class,
            () -> InProcessServices.service(new InProcessServices.Handler()).start(platform));

    assertThat(failure.problem().code()).isEqualTo(ExitCode.CONFIG);
    assertThat(failure.problem().what())
        .startsWith("cannot listen on %s: in use".formatted(service.address()))
        .matches(".*in use( by java \\(pid %d\\))?".formatted(ProcessHandle.current().pid()));
    assertThat(failure.problem().facts()).containsExactly("set by --server_address");
    assertThat(fleet.registry.nodes(InProcessServices.NAME)).hasSize(1);
  }

  @Test
  void an_address_of_another_machine_is_not_what_is_advised() {
    Platform platform =
        fleet.keep(
            Platform.on(fleet.registry, InProcessServices.config("server_address", "192.0.2.1:0")));

    ProblemException failure =
        catchThrowableOfType(
            ProblemException.class,
            () -> InProcessServices.service(new InProcessServices.Handler()).start(platform));

    assertThat(failure.problem().what()).startsWith("cannot listen on 192.0.2.1:0: ");
    assertThat(failure.problem().fixes().get(0).command())
        .isEqualTo("--server_address=" + Loopback.anyPort());
  }

  @Test
  void a_service_that_is_closed_has_left_its_port_free() {
    RunningService first = fleet.start(new InProcessServices.Handler());
    String address = first.address().toString();
    first.close();

    assertThat(fleet.start(new InProcessServices.Handler(), "server_address", address).address())
        .hasToString(address);
  }

  @Test
  void a_service_that_cannot_register_leaves_its_port_free() throws IOException {
    int port = FreePorts.find(1).get(0);
    Platform platform =
        fleet.keep(
            Platform.on(
                fleet.registry,
                InProcessServices.config(
                    "server_address", "127.0.0.1:" + port, "register_interval", "20s")));

    for (int i = 0; i < 20; i++) { // most times it was free a moment later
      assertThatThrownBy(
              () -> InProcessServices.service(new InProcessServices.Handler()).start(platform))
          .isInstanceOf(ProblemException.class)
          .hasMessage("--register_interval: \"20s\" (expected: less than register_ttl, 15s)");
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }
  }

  @Test
  void a_malformed_address_is_reported_with_its_source() {
    Platform platform =
        fleet.keep(
            Platform.on(fleet.registry, InProcessServices.config("server_address", "localhost")));

    ProblemException failure =
        catchThrowableOfType(
            ProblemException.class,
            () -> InProcessServices.service(new InProcessServices.Handler()).start(platform));

    assertThat(failure)
        .hasMessage(
            "--server_address: \"localhost\" (expected: host:port, such as 127.0.0.1:50051)");
  }

  @Test
  void closing_twice_is_harmless() {
    RunningService service = fleet.start(new InProcessServices.Handler());
    service.close();
    service.close();

    assertThat(fleet.registry.nodes(InProcessServices.NAME)).isEmpty();
  }
}
