package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import com.google.protobuf.ListValue;
import com.google.protobuf.util.Values;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.ShippingServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/**
 * Running services as programs see them that nobody here wrote: {@code curl} and many HTTP clients
 * at once through {@code shippy api}, and {@code buf} at the instances themselves.
 */
@ResourceLock("processor")
@Tag("etcd")
@TestMethodOrder(OrderAnnotation.class)
class GatewayIT {
  /** Of tests that kill an instance, which the registry goes on naming for a while. */
  private static final int LAST = Integer.MAX_VALUE;

  private static final String SMALL = "{\"id\":\"%s\",\"weight\":1,\"containers\":[{}]}";
  private static final int CREATES = 100;

  /** A busy disk may stand still for longer than the 5 s that calls have by default. */
  private static final String PATIENCE = "20s";

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String VESSEL = "shippy.service.vessel";
  private static final String CONSIGNMENT = "shippy.service.consignment";
  private static final String FIND = "/vessel/vesselService/findAvailable?max_weight=1&capacity=";
  private static final String LIST = "/consignment/shippingService/getConsignments?page_size=";

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1).keepingData();

  private static final Sandbox SANDBOX = Sandbox.bare();
  private static final List<RunningCommand> VESSELS = new ArrayList<>();
  private static final List<RunningCommand> CONSIGNMENTS = new ArrayList<>();
  private static Api api = new Api(URI.create("about:blank"));

  @BeforeAll
  static void start() {
    SANDBOX
        .with("MICRO_REGISTRY", "etcd")
        .with("MICRO_REGISTRY_ADDRESS", ETCD.endpoints())
        .with("MICRO_CLIENT_REQUEST_TIMEOUT", PATIENCE);
    for (int i = 0; i < 3; i++) {
      VESSELS.add(SANDBOX.starting(Sandbox.VESSEL));
    }
    for (int i = 0; i < 2; i++) {
      CONSIGNMENTS.add(SANDBOX.starting(Sandbox.CONSIGNMENT));
    }
    RunningCommand started = SANDBOX.starting(Sandbox.TOOL, "api", "--address=127.0.0.1:0");
    VESSELS.forEach(GatewayIT::id);
    CONSIGNMENTS.forEach(GatewayIT::id);
    api = new Api(URI.create(started.awaitLine("Listening on (http\\S+)", Sandbox.START).group(1)));
    awaitConnected(FIND + 1, VESSELS);
  }

  @AfterAll
  static void stop() throws Exception {
    SANDBOX.close();
  }

  @Test
  void thirty_requests_by_curl_go_to_three_instances_in_turn() {
    CommandHarness curl = SANDBOX.program(CommandHarness.program("curl", "-sS", "-D-", "-o"));
    Map<String, Integer> answers = new TreeMap<>();
    for (int i = 0; i < 30; i++) {
      Result result = curl.run("/dev/null", api.uri(FIND + 1).toString());
      assertThat(result.stdout()).as(result.stderr()).startsWith("HTTP/1.1 200 ");
      String node = result.stdout().replaceAll("(?is).*x-shippy-node: (\\S+).*", "$1");
      answers.merge(node, 1, Integer::sum);
    }

    assertThat(answers.keySet()).isEqualTo(registered());
    assertThat(answers.values()).allMatch(count -> count >= 8 && count <= 12, "10 ± 2");
  }

  @Test
  void errors_have_the_status_of_http_and_the_form_of_go_micro() {
    HttpResponse<String> response = api.get(FIND + 2_000_000);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(VESSELS).extracting(GatewayIT::id).contains(Api.node(response));
    assertThat(Json.parse(response.body()))
        .containsEntry("id", Values.of(VESSEL))
        .containsEntry("code", Values.of(404))
        .containsEntry("status", Values.of("Not Found"));
    assertThat(response.body()).contains("2000000 containers");
  }

  @Test
  void comments_of_the_proto_files_reach_callers() {
    assertThat(api.get("/services/" + VESSEL).body())
        .contains("\"doc\":\"Owns the fleet and its capacity.")
        .contains("\"doc\":\"Kilograms it can carry, > 0.\"");
    assertThat(SANDBOX.tool("describe", VESSEL, "Create").stdout())
        .contains("\n\nAdds a vessel to the fleet, of at most 2 000.")
        .contains("\t// Containers it can carry, > 0.\n\tcapacity int32\n");
  }

  @Test
  void streams_are_events_until_their_time_is_over() {
    HttpResponse<String> response =
        api.send(
            api.request("/" + VESSEL + "/Health.Watch")
                .header("Accept", "text/event-stream")
                .header("Timeout", "1")
                .build());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .startsWith("data: {\"status\":\"SERVING\"}\n\nevent: error\ndata: {")
        .contains("\"code\":504");
  }

  @Test
  void buf_lists_both_services_and_their_methods() {
    Buf buf = Buf.in(SANDBOX);
    for (Map.Entry<ServiceDescriptor, RunningCommand> service :
        Map.of(
                VesselServiceGrpc.getServiceDescriptor(), VESSELS.get(2),
                ShippingServiceGrpc.getServiceDescriptor(), CONSIGNMENTS.get(1))
            .entrySet()) {
      String name = service.getKey().getName();
      String address = address(service.getValue());
      assertThat(buf.services(address)).contains(name);
      assertThat(buf.methods(address).stream().filter(method -> method.startsWith(name)))
          .containsExactlyInAnyOrderElementsOf(
              service.getKey().getMethods().stream()
                  .map(MethodDescriptor::getFullMethodName)
                  .toList());
    }
  }

  @Test
  void buf_and_shippy_get_the_same_answers() {
    Buf buf = Buf.in(SANDBOX);
    Result created =
        buf.call(
            address(CONSIGNMENTS.get(0)),
            ShippingServiceGrpc.getCreateConsignmentMethod().getFullMethodName(),
            SMALL.formatted("by-buf"));
    assertThat(CallComparison.read(created.stdout(), Response.getDefaultInstance()).getCreated())
        .as(created.stderr())
        .isTrue();

    ask(
            buf,
            CONSIGNMENTS.get(1),
            ShippingServiceGrpc.getGetConsignmentMethod(),
            "{\"id\":\"by-buf\"}")
        .requireSame(Response.getDefaultInstance());
    ask(buf, VESSELS.get(1), VesselServiceGrpc.getGetVesselsMethod(), "{}")
        .requireSame(shippy.proto.vessel.Response.getDefaultInstance());
  }

  @Test
  void buf_and_shippy_get_the_same_error() {
    String json = "{\"capacity\":2000000,\"maxWeight\":1}";
    ask(Buf.in(SANDBOX), VESSELS.get(1), VesselServiceGrpc.getFindAvailableMethod(), json)
        .requireSame(Status.Code.NOT_FOUND);
  }

  @Test
  void buf_and_shippy_get_the_same_stream() {
    ask(Buf.in(SANDBOX), VESSELS.get(1), HealthGrpc.getWatchMethod(), "{}")
        .requireSameUntilInterrupted("SERVING", HealthCheckResponse.getDefaultInstance());
  }

  @Test
  @Order(LAST)
  void killing_a_vessel_service_among_a_thousand_reads_fails_none() {
    RunningCommand victim = VESSELS.get(0);
    HttpLoad load = new HttpLoad(api, 1000, n -> api.request(FIND + 1).build(), victim::kill);

    System.out.println("figure: reads, one of 3 vessel services killed: " + load);
    assertThat(load.failures()).isEmpty();
    assertThat(load.nodes()).containsOnlyKeys(ids(VESSELS));
  }

  @Test
  @Order(LAST)
  void killing_a_consignment_service_among_creates_fails_none_and_repeats_none() {
    awaitConnected(LIST + 1, CONSIGNMENTS);
    RunningCommand victim = CONSIGNMENTS.get(0);
    HttpLoad load = new HttpLoad(api, CREATES, n -> create("of-many-" + n), victim::kill);

    System.out.println("figure: creates, one of 2 consignment services killed: " + load);
    assertThat(load.failures()).isEmpty();
    assertThat(load.nodes()).containsOnlyKeys(ids(CONSIGNMENTS));
    String all = api.get(LIST + 1000).body();
    assertThat(CallComparison.read(all, Response.getDefaultInstance()).getConsignmentsList())
        .filteredOn(consignment -> consignment.getId().startsWith("of-many-"))
        .hasSize(CREATES)
        .extracting(Consignment::getId)
        .doesNotHaveDuplicates();
  }

  /** A call to this instance, past the registry: the same for both. */
  private static CallComparison ask(
      Buf buf, RunningCommand instance, MethodDescriptor<?, ?> method, String json) {
    String verb = method.getType() == MethodType.UNARY ? "call" : "stream";
    String name = method.getFullMethodName();
    String address = address(instance);
    RunningCommand shippy =
        SANDBOX.starting(
            Sandbox.TOOL,
            verb,
            VESSELS.contains(instance) ? VESSEL : CONSIGNMENT,
            name,
            json,
            "--address=" + address);
    return new CallComparison(buf.start(address, name, json), shippy);
  }

  /** Returns when the gateway has met all instances; until then the turns are not even. */
  private static void awaitConnected(String path, List<RunningCommand> instances) {
    Set<String> met = new HashSet<>();
    eventually(
        SOON,
        () -> {
          met.add(Api.node(api.get(path)));
          assertThat(met).contains(ids(instances));
        });
  }

  private static HttpRequest create(String id) {
    return api.request("/" + CONSIGNMENT + "/ShippingService.CreateConsignment")
        .POST(BodyPublishers.ofString(SMALL.formatted(id)))
        .build();
  }

  /** The ids of the vessel services that {@code shippy get service} prints. */
  private static Set<String> registered() {
    Result result = SANDBOX.tool("get", "service", VESSEL, "-o", "json");
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    return CallComparison.read(result.stdout(), ListValue.getDefaultInstance())
        .getValuesList()
        .stream()
        .map(version -> version.getStructValue().getFieldsOrThrow("nodes"))
        .flatMap(nodes -> nodes.getListValue().getValuesList().stream())
        .map(node -> node.getStructValue().getFieldsOrThrow("id").getStringValue())
        .collect(Collectors.toSet());
  }

  private static String[] ids(List<RunningCommand> instances) {
    return instances.stream().map(GatewayIT::id).toArray(String[]::new);
  }

  private static String id(RunningCommand instance) {
    return instance.awaitLine("Registered node: (\\S+)", Sandbox.START).group(1);
  }

  private static String address(RunningCommand instance) {
    return instance.awaitLine("Listening on (\\S+)", Sandbox.START).group(1);
  }
}
