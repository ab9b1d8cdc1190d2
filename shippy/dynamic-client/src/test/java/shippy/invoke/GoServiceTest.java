package shippy.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.registry.Endpoint;
import shippy.registry.Endpoint.Value;
import shippy.registry.HostPort;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;
import shippy.testkit.Eventually;
import shippy.testkit.GoMicroServer;
import shippy.testkit.ReflectionServer;

/** Services without reflection, alone and beside some that have it. */
class GoServiceTest {
  private static final String VESSEL = "shippy.service.vessel";
  private static final CallOptions OPTIONS = CallOptions.within(Duration.ofSeconds(20));

  private final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  private final Platform platform =
      Platform.on(registry, Config.of(Map.of("client_request_timeout", "5s"), Map.of()));
  private final Invoker invoker = Invoker.of(platform);
  private final GoMicroServer go = new GoMicroServer();
  private final GoMicroServer other = new GoMicroServer();
  private final ReflectionServer java = new ReflectionServer("j", ReflectionServer.Version.V1);

  @AfterEach
  void close() {
    invoker.close();
    platform.close();
    go.close();
    other.close();
    java.close();
    registry.close();
  }

  private void register(Node... nodes) {
    for (Node node : nodes) {
      registry.register(node, Duration.ofHours(1));
    }
  }

  private Node java(String version) {
    Value none = new Value("", "", List.of());
    List<Endpoint> endpoints =
        List.of(
            new Endpoint("VesselService.GetVessels", none, none, Map.of()),
            new Endpoint("VesselService.Create", none, none, Map.of()));
    return new Node(VESSEL, "java", version, java.address().toString(), Map.of(), endpoints);
  }

  private Problem refusal(String endpoint, String json) {
    return catchThrowableOfType(
            ProblemException.class,
            () -> invoker.call(invoker.method(VESSEL, endpoint), json, OPTIONS))
        .problem();
  }

  @ParameterizedTest
  @CsvSource({
    "VesselService.FindAvailable",
    "FindAvailable",
    "shippy.service.vessel.VesselService/FindAvailable"
  })
  void method_that_only_the_registry_knows_is_called_with_json(String name) {
    register(go.node(VESSEL, "go-1"));

    Reply reply = invoker.call(invoker.method(VESSEL, name), "{\"maxWeight\": 5}\n", OPTIONS);

    assertThat(reply.json())
        .isEqualTo("{\"vessel\":{\"id\":\"go\",\"capacity\":0},\"vessels\":[],\"created\":true}");
    assertThat(reply.node()).isEqualTo("go-1");
    assertThat(go.asked)
        .contains("shippy.service.vessel.VesselService/FindAvailable application/grpc+json");
  }

  @Test
  void blank_request_is_an_empty_object() {
    register(go.node(VESSEL, "go-1"));

    assertThat(invoker.call(invoker.method(VESSEL, "FindAvailable"), " ", OPTIONS).json())
        .contains("\"created\":true");
  }

  @Test
  void template_can_be_sent() {
    register(go.node(VESSEL, "go-1"));
    Method create = invoker.method(VESSEL, "Create");

    assertThat(create.template())
        .isEqualTo(
            "{\"id\":\"\",\"capacity\":0,\"max_weight\":0,\"name\":\"\",\"available\":false}");
    Method find = invoker.method(VESSEL, "FindAvailable");
    assertThat(invoker.call(find, find.template(), OPTIONS).json()).contains("\"created\":true");
  }

  @Test
  void fields_are_shown_as_a_proto_file_has_them() {
    register(go.node(VESSEL, "go-1"));

    Shape response = invoker.method(VESSEL, "FindAvailable").responseShape();

    assertThat(response.type()).isEqualTo("Response");
    assertThat(response.fields().stream().map(field -> field.name() + " " + field.type()))
        .containsExactly("vessel Vessel", "vessels repeated Vessel", "created bool");
    assertThat(response.fields().get(0).fields().stream().map(Shape::name))
        .containsExactly("id", "capacity");
  }

  @Test
  void request_is_checked_before_it_is_sent() {
    register(go.node(VESSEL, "go-1"));

    Problem unknown = refusal("FindAvailable", "{\n \"capacty\": 1}");
    assertThat(unknown.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(unknown.what()).isEqualTo("request:2:2: unknown field \"capacty\" in Specification");
    assertThat(unknown.likely())
        .hasValueSatisfying(likely -> assertThat(likely).contains("\"capacity\""));
    assertThat(refusal("FindAvailable", "[]").what()).startsWith("request:1:1: ");
    for (String value : List.of("\"x\"", "99999999999", "1.5", "true", "{}", "[1]")) {
      assertThat(refusal("FindAvailable", "{\"capacity\": %s}".formatted(value)).what())
          .startsWith("request:1:14: capacity: ");
    }
    assertThat(refusal("FindAvailable", "{\"capacity\":}").what()).startsWith("request:1:");
    assertThat(refusal("FindAvailable", "{} {}").what()).contains("text after the end");
    assertThat(go.asked).noneMatch(call -> call.contains("FindAvailable"));
  }

  @Test
  void stream_is_read_to_its_end() {
    register(go.node(VESSEL, "go-1"));
    List<String> answers = new ArrayList<>();
    Method track = invoker.method(VESSEL, "Track");

    String node = invoker.stream(track, "{\"capacity\":7}", OPTIONS, answers::add);

    assertThat(node).isEqualTo("go-1");
    assertThat(answers).hasSize(2);
    assertThat(answers.get(1)).contains("\"capacity\":8");
    assertThatThrownBy(() -> invoker.call(track, "{}", OPTIONS))
        .hasMessageContaining("gives a stream of answers");
  }

  @Test
  void error_has_its_code_and_plain_text() {
    register(go.node(VESSEL, "go-1"));

    FailedCall failure =
        catchThrowableOfType(
            FailedCall.class,
            () ->
                invoker.call(
                    invoker.method(VESSEL, "FindAvailable"), "{\"capacity\":-404}", OPTIONS));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(failure.getStatus().getDescription()).isEqualTo("as asked (from go.vessel)");
    assertThat(failure.node()).isEqualTo("go-1");
  }

  @Test
  void one_of_three_has_reflection_and_all_are_called_with_its_types() {
    register(go.node(VESSEL, "a-go"), other.node(VESSEL, "b-go"), java("latest"));

    Set<String> nodes = new TreeSet<>();
    Eventually.eventually(
        Duration.ofSeconds(10),
        () -> {
          nodes.add(invoker.call(invoker.method(VESSEL, "Create"), "{}", OPTIONS).node());
          assertThat(nodes).containsExactly("a-go", "b-go", "java");
        });
    for (int i = 0; i < 30; i++) {
      assertThat(invoker.call(invoker.method(VESSEL, "GetVessels"), "{}", OPTIONS).node())
          .isEqualTo("java");
    }
    assertThat(go.asked).contains(VESSEL + ".VesselService/Create application/grpc");
  }

  @Test
  void types_of_another_version_do_and_what_it_lacks_is_called_with_json() {
    register(java("latest"), go.node(VESSEL, "go-1", "2.0"));

    ServiceSchema schema = invoker.schema(VESSEL);

    assertThat(schema.version()).isEqualTo("2.0");
    assertThat(schema.method("GetVessels").request()).isPresent();
    assertThat(schema.method("Track").request()).isEmpty();
  }

  @Test
  void instance_with_reflection_among_thirty_is_found_once_and_remembered() {
    for (int i = 0; i < 30; i++) {
      register(go.node(VESSEL, "a-go-" + i));
    }
    register(java("latest"));
    assertThat(invoker.schema(VESSEL).method("GetVessels").request()).isPresent();
    int asked = go.asked.size();

    registry.register(java("latest").withMetadata(Map.of("k", "v")), Duration.ofHours(1));
    register(
        other.node(VESSEL, "c-go"),
        new Node(VESSEL, "n", "z9", "127.0.0.1:1", Map.of(), List.of()));

    Eventually.eventually(
        Duration.ofSeconds(5), () -> assertThat(invoker.schema(VESSEL).version()).isEqualTo("z9"));
    assertThat(invoker.schema(VESSEL).method("GetVessels").request()).isPresent();
    assertThat(go.asked).hasSize(asked);
  }

  @Test
  void instance_without_reflection_is_not_asked_again() {
    register(go.node(VESSEL, "go-1"));
    assertThat(invoker.schema(VESSEL).version()).isEqualTo("latest");
    int asked = go.asked.size();

    register(other.node(VESSEL, "go-2", "2.0"));

    Eventually.eventually(
        Duration.ofSeconds(5), () -> assertThat(invoker.schema(VESSEL).version()).isEqualTo("2.0"));
    assertThat(asked).isPositive();
    assertThat(go.asked).hasSize(asked);
  }

  @Test
  void method_of_a_node_that_comes_later_is_there_at_once() {
    register(go.node(VESSEL, "go-1"));
    assertThat(invoker.schema(VESSEL).find("GetVessels")).isEmpty();

    register(java("latest"));

    Eventually.eventually(
        Duration.ofSeconds(5),
        () -> assertThat(invoker.schema(VESSEL).find("GetVessels")).isPresent());
  }

  @Test
  void address_of_a_node_without_reflection_has_what_the_registry_lists() {
    Node node = go.node(VESSEL, "go-1");
    register(node, java("latest"));
    HostPort address = node.hostPort();

    ServiceSchema schema = invoker.schema(VESSEL, address);

    assertThat(schema.own().stream().map(Method::endpoint))
        .containsExactlyInAnyOrder(
            "VesselService.Create", "VesselService.FindAvailable", "VesselService.Track");
    CallOptions there = new CallOptions(Optional.of(address), Map.of(), OPTIONS.timeout());
    assertThat(invoker.call(schema.method("FindAvailable"), "", there).node()).isEqualTo("go-1");
  }

  @Test
  void without_reflection_and_list_it_is_said_who_was_asked() {
    Node node = go.node(VESSEL, "go-1");
    register(new Node(VESSEL, "bare", "latest", node.address(), Map.of(), List.of()));

    for (ProblemException e :
        List.of(
            catchThrowableOfType(ProblemException.class, () -> invoker.schema(VESSEL)),
            catchThrowableOfType(
                ProblemException.class, () -> invoker.schema(VESSEL, node.hostPort())))) {
      assertThat(e.problem().what()).startsWith("the service has no reflection");
      assertThat(e.problem().facts().get(0)).matches("asked: (bare|127.*)");
    }
  }

  @Test
  void node_at_an_ipv6_address_is_called() {
    try (GoMicroServer six = new GoMicroServer("::1")) {
      Node node = six.node(VESSEL, "six");
      assertThat(node.address()).startsWith("[::1]:");
      register(node);

      assertThat(invoker.call(invoker.method(VESSEL, "FindAvailable"), "", OPTIONS).node())
          .isEqualTo("six");
      ServiceSchema schema = invoker.schema(VESSEL, node.hostPort());
      CallOptions there =
          new CallOptions(Optional.of(node.hostPort()), Map.of(), OPTIONS.timeout());
      assertThat(invoker.call(schema.method("Create"), "", there).node()).isEqualTo("six");
    }
  }
}
