package shippy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.registry.Node;
import shippy.service.RunningService;

/** Services by the names they have, with and without a dot. */
class ServiceNamesTest {
  private static final GatewayFixture GATEWAY = GatewayFixture.open();

  @BeforeAll
  static void start() {
    GATEWAY.start("harbour", new Harbour());
  }

  @AfterAll
  static void close() {
    GATEWAY.close();
  }

  /** As in the README. */
  private static final class Harbour extends VesselServiceImplBase {
    @Override
    public void findAvailable(Specification wanted, StreamObserver<Response> answer) {
      answer.onNext(Response.newBuilder().setCreated(wanted.getCapacity() < 10).build());
      answer.onCompleted();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /harbour/vesselService/findAvailable?capacity=3  | ''",
        "GET /harbour/VesselService.FindAvailable?capacity=3  | ''",
        "POST /harbour/VesselService.FindAvailable            | {'capacity':3}",
        "POST /rpc | {'service':'harbour','endpoint':'FindAvailable','request':{'capacity':3}}",
        "POST /rpc | {'service':'harbour','method':'VesselService.FindAvailable'}",
      })
  void service_without_a_dot_is_reached(String line, String body) throws IOException {
    RawConnection.Response response = GATEWAY.send(line, "", body.replace('\'', '"'));

    assertThat(response.status()).as(response.body()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"created\":true}\n");
  }

  @Test
  void rpc_finds_a_short_name_in_the_namespace() throws IOException {
    assertThat(
            GATEWAY
                .post("/rpc", "{\"service\":\"consignment\",\"endpoint\":\"GetConsignments\"}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void service_that_comes_is_seen_at_once_and_one_that_goes_soon() throws IOException {
    String path = "/pier/vesselService/findAvailable";
    assertThat(GATEWAY.get(path))
        .matches(r -> r.status() == 404 && r.body().contains("no instance of shippy.service.pier"));

    Node exact = register("pier");
    assertThat(GATEWAY.get(path).header("x-shippy-node")).isEqualTo("pier-1");

    GATEWAY.registry.deregister(exact);
    register("shippy.service.pier");
    eventually(
        Duration.ofSeconds(10),
        () ->
            assertThat(GATEWAY.get(path).header("x-shippy-node"))
                .isEqualTo("shippy.service.pier-1"));
  }

  @Test
  void service_that_was_known_is_unavailable() throws IOException {
    RunningService quay = GATEWAY.start("quay", new Harbour());
    assertThat(GATEWAY.get("/services/quay").status()).isEqualTo(200);

    quay.close();

    for (String path : new String[] {"/services/quay", "/quay/vesselService/findAvailable"}) {
      assertThat(GATEWAY.get(path).status()).as(path).isEqualTo(503);
    }
  }

  /** Another name for the instance of the harbour. */
  private static Node register(String service) {
    Node node =
        Node.of(service, service + "-1", GATEWAY.registry.nodes("harbour").get(0).address());
    GATEWAY.registry.register(node, Duration.ofMinutes(5));
    return node;
  }
}
