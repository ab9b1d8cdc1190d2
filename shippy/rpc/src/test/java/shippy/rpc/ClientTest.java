package shippy.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.client.Client;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceBlockingStub;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.testkit.Concurrently;
import shippy.testkit.Eventually;

class ClientTest {
  private static final Specification ANY = Specification.getDefaultInstance();

  private final InProcessServices fleet = new InProcessServices();

  @AfterEach
  void close() throws Exception {
    fleet.close();
  }

  private VesselServiceBlockingStub stub(String service, String... settings) {
    Platform platform = fleet.keep(Platform.on(fleet.registry, InProcessServices.config(settings)));
    return VesselServiceGrpc.newBlockingStub(fleet.keep(Client.of(platform)).channel(service));
  }

  @Test
  void calls_reach_a_service_by_its_name() {
    fleet.start(new InProcessServices.Handler());

    assertThat(stub(InProcessServices.NAME).findAvailable(ANY).getCreated()).isTrue();
  }

  @Test
  void two_instances_share_the_calls_evenly() {
    InProcessServices.Handler first = new InProcessServices.Handler();
    InProcessServices.Handler second = new InProcessServices.Handler();
    fleet.start(first);
    fleet.start(second);
    VesselServiceBlockingStub stub = stub(InProcessServices.NAME);
    Eventually.eventually(
        Duration.ofSeconds(5),
        () -> {
          stub.findAvailable(ANY);
          assertThat(List.of(first.calls.get(), second.calls.get())).doesNotContain(0);
        });
    first.calls.set(0);
    second.calls.set(0);

    for (int i = 0; i < 1000; i++) {
      stub.findAvailable(ANY);
    }

    assertThat(first.calls.get()).isBetween(450, 550);
    assertThat(first.calls.get() + second.calls.get()).isEqualTo(1000);
  }

  @Test
  void an_unknown_service_is_reported_with_what_was_seen() {
    fleet.start(new InProcessServices.Handler());

    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> stub("test.service.vesel").findAvailable(ANY));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure.getStatus().getCause()).isInstanceOf(ProblemException.class);
    ProblemException cause = (ProblemException) failure.getStatus().getCause();
    assertThat(cause.problem().code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(cause.problem().what())
        .startsWith("no instance of test.service.vesel found (registry: memory at this process");
    assertThat(cause.problem().facts())
        .containsExactly(
            "seen on this registry: " + InProcessServices.NAME,
            "did you mean " + InProcessServices.NAME + "?");
  }

  @Test
  void a_call_without_deadline_gets_the_request_timeout() {
    fleet.start(new InProcessServices.Handler());

    assertThatThrownBy(
            () ->
                stub(InProcessServices.NAME, "client_request_timeout", "300ms")
                    .create(Vessel.getDefaultInstance()))
        .hasMessageStartingWith("DEADLINE_EXCEEDED");
  }

  @Test
  void unavailable_is_tried_again() {
    InProcessServices.Handler handler = new InProcessServices.Handler();
    handler.refusals.set(2);
    fleet.start(handler);

    assertThat(stub(InProcessServices.NAME).findAvailable(ANY).getCreated()).isTrue();
    assertThat(handler.calls.get()).isEqualTo(3);
  }

  @Test
  void without_retries_unavailable_is_final() {
    InProcessServices.Handler handler = new InProcessServices.Handler();
    handler.refusals.set(1);
    fleet.start(handler);

    assertThatThrownBy(() -> stub(InProcessServices.NAME, "client_retries", "0").findAvailable(ANY))
        .hasMessage("UNAVAILABLE: try again");
    assertThat(handler.calls.get()).isEqualTo(1);
  }

  @Test
  void large_request_is_tried_again_as_well() {
    InProcessServices.Handler handler = new InProcessServices.Handler();
    handler.refusals.set(1);
    handler.gate.complete(null);
    fleet.start(handler);

    Vessel large = Vessel.newBuilder().setName("x".repeat(2_500_000)).build();

    assertThat(stub(InProcessServices.NAME).create(large).getCreated()).isTrue();
    assertThat(handler.calls.get()).isEqualTo(2);
  }

  @Test
  void instances_that_come_later_are_used() {
    VesselServiceBlockingStub stub = stub(InProcessServices.NAME);
    assertThatThrownBy(() -> stub.findAvailable(ANY)).hasMessageStartingWith("UNAVAILABLE");

    fleet.start(new InProcessServices.Handler());

    Eventually.eventually(
        Duration.ofSeconds(5), () -> assertThat(stub.findAvailable(ANY).getCreated()).isTrue());
  }

  @Test
  void instances_that_come_while_the_registry_is_slow_to_tell_what_else_there_is_are_used() {
    CountDownLatch released = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    Registry slow =
        (Registry)
            Proxy.newProxyInstance(
                Registry.class.getClassLoader(),
                new Class<?>[] {Registry.class},
                (self, method, args) -> {
                  if (method.getName().equals("services")) {
                    asked.countDown();
                    Concurrently.await(released);
                  }
                  return method.invoke(fleet.registry, args);
                });
    try {
      Client client =
          fleet.keep(Client.of(fleet.keep(Platform.on(slow, InProcessServices.config()))));
      var stub = VesselServiceGrpc.newBlockingStub(client.channel(InProcessServices.NAME));
      Concurrently.await(asked);

      fleet.start(new InProcessServices.Handler());

      assertThat(stub.findAvailable(ANY).getCreated()).isTrue();
    } finally {
      released.countDown();
    }
  }

  @Test
  void a_dead_entry_in_the_registry_fails_no_call() {
    fleet.registry.register(
        Node.of(InProcessServices.NAME, InProcessServices.NAME + "-dead", "127.0.0.1:1"),
        Duration.ofMinutes(1));
    fleet.start(new InProcessServices.Handler());
    VesselServiceBlockingStub stub = stub(InProcessServices.NAME);

    for (int i = 0; i < 50; i++) {
      assertThat(stub.findAvailable(ANY).getCreated()).isTrue();
    }
  }

  @Test
  void a_direct_channel_needs_no_registry() {
    var service = fleet.start(new InProcessServices.Handler());
    Client client =
        fleet.keep(Client.open(InProcessServices.config("registry", "no such registry")));

    var stub = VesselServiceGrpc.newBlockingStub(client.direct(service.address()));

    assertThat(stub.findAvailable(ANY).getCreated()).isTrue();
  }

  @Test
  void closing_twice_is_harmless() {
    Client client = Client.open(InProcessServices.config());
    client.close();
    client.close();
  }
}
