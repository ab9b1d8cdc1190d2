package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;
import shippy.registry.Node;
import shippy.testkit.GoMicroServer;
import shippy.testkit.ReflectionServer;

/** The verbs over vessel services of go-micro, alone and beside one of ours. */
class GoServiceVerbsTest {
  private static final String VESSEL = "shippy.service.vessel";
  private static final GoMicroServer one = new GoMicroServer();
  private static final GoMicroServer two = new GoMicroServer();
  private static final ReflectionServer java =
      new ReflectionServer("ours", ReflectionServer.Version.V1);

  @TempDir private Path home = Path.of("");

  @AfterAll
  static void close() {
    one.close();
    two.close();
    java.close();
  }

  private static String ports() {
    return port(one) + "," + port(two);
  }

  private static int port(GoMicroServer server) {
    Node node = server.node(VESSEL, "any");
    return node.hostPort().port();
  }

  private Tool run(ExitCode code, String registry, String... verb) {
    Tool tool = new Tool(home.toString(), Screen.none());
    String[] args = Arrays.copyOf(verb, verb.length + 1);
    args[verb.length] = "--registry_address=" + registry;
    assertThat(tool.run(args)).as(tool.out() + tool.err()).isEqualTo(code);
    return tool;
  }

  private static String go() {
    return "go:" + ports();
  }

  private static String fleet() {
    return "fleet:" + java.address().port() + "," + ports();
  }

  @Test
  void service_without_reflection_is_called_with_what_the_registry_lists() {
    Tool call = run(ExitCode.OK, go(), "call", VESSEL, "FindAvailable", "{\"capacity\": 3}");

    assertThat(call.out())
        .isEqualTo(
            """
            {
            \t"vessel": {
            \t\t"id": "go",
            \t\t"capacity": 3
            \t},
            \t"vessels": [],
            \t"created": true
            }
            """);
    assertThat(call.err()).isEmpty();
  }

  @Test
  void its_stream_is_shown() {
    Tool stream = run(ExitCode.OK, go(), "stream", VESSEL, "Track", "{}", "-ojsonl");

    assertThat(stream.out().lines()).hasSize(2);
  }

  @Test
  void its_address_can_be_given() {
    String address = "--address=127.0.0.1:" + port(two);

    run(ExitCode.OK, go(), "call", VESSEL, "Create", "{\"capacity\": 3}", address);
    assertThat(two.asked).contains(VESSEL + ".VesselService/Create application/grpc+json");
    assertThat(run(ExitCode.OK, fleet(), "describe", VESSEL, address).out()).contains("Track");
  }

  @ParameterizedTest
  @CsvSource({
    "-404, as asked (from go.vessel), NOT_FOUND",
    "-412, as asked, FAILED_PRECONDITION",
    "-1, plain, UNKNOWN"
  })
  void its_error_is_told_as_text(int capacity, String text, String status) {
    String request = "{\"capacity\": %d}".formatted(capacity);

    Tool call = run(ExitCode.FAILED, "go:" + port(one), "call", VESSEL, "FindAvailable", request);

    assertThat(call.err())
        .startsWith("error: " + text + "\n")
        .contains("status " + status + " from go-0");
  }

  @Test
  void slip_in_a_field_is_told_before_anything_is_sent() {
    Tool call = run(ExitCode.BAD_INPUT, go(), "call", VESSEL, "FindAvailable", "{\"capacty\": 1}");

    assertThat(call.err())
        .contains("request:1:2: unknown field \"capacty\" in Specification")
        .contains("did you mean \"capacity\"?");
  }

  @Test
  void it_is_described_in_the_shape_of_any_service() {
    Tool text = run(ExitCode.OK, go(), "describe", VESSEL);
    assertThat(text.out()).containsPattern("VesselService.Track +Specification +Response +streams");
    JsonObject method =
        JsonParser.parseString(
                run(ExitCode.OK, go(), "describe", VESSEL, "FindAvailable", "-ojson").out())
            .getAsJsonObject();
    assertThat(method.keySet())
        .containsExactly(
            "endpoint",
            "full_name",
            "client_streaming",
            "server_streaming",
            "request",
            "response",
            "template");
    assertThat(method.get("template").toString()).isEqualTo("{\"capacity\":0,\"max_weight\":0}");
  }

  @Test
  void mixed_fleet_is_called_and_described_each_time() {
    Set<String> nodes = new TreeSet<>();
    for (int i = 0; i < 12; i++) {
      assertThat(run(ExitCode.OK, fleet(), "call", VESSEL, "GetVessels", "-oname").out())
          .isEqualTo("java\n");
      assertThat(run(ExitCode.OK, fleet(), "describe", VESSEL).out()).contains("Track", "Reserve");
      nodes.add(run(ExitCode.OK, fleet(), "call", VESSEL, "Create", "-oname").out().strip());
    }
    assertThat(nodes).isSubsetOf("java", "go-1", "go-2");
    assertThat(run(ExitCode.OK, fleet(), "call", VESSEL, "Create", "--count=30").err())
        .contains("go-1 ", "go-2 ", "java ");
  }

  @Test
  void instances_without_debug_service_have_dashes_and_are_well() {
    assertThat(run(ExitCode.OK, go(), "stats", VESSEL).out())
        .containsPattern("go-0 +127.0.0.1:\\d+ +-( +-){8}\n")
        .doesNotContain("unknown service");
    JsonArray stats =
        JsonParser.parseString(run(ExitCode.OK, go(), "stats", "-ojson").out()).getAsJsonArray();
    JsonObject first = stats.get(0).getAsJsonObject();
    assertThat(first.get("requests").isJsonNull()).isTrue();
    assertThat(first.has("error")).isFalse();
    assertThat(run(ExitCode.OK, go(), "health", VESSEL).out())
        .contains("ok, without a health service");
  }
}
