package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.config.Config;
import shippy.console.io.Screen;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.problem.ProblemText;
import shippy.testkit.GoldenFile;
import shippy.testkit.ReflectionServer;

/** The verbs that call services, against one that answers on loopback. */
class InvokeVerbsTest {
  private static final String VESSEL = "shippy.service.vessel";

  @TempDir private Path home = Path.of("");
  private final Platform platform = Platform.open(Config.of(Map.of(), Map.of()));
  private final ReflectionServer server =
      new ReflectionServer("Kane's\u001b[31m \u202eship", ReflectionServer.Version.V1);
  private Tool tool = new Tool("", Screen.none());

  @BeforeEach
  void live_at_home() {
    tool = new Tool(home.toString(), Screen.fixed(false, 80));
  }

  @AfterEach
  void close() {
    server.close();
    platform.close();
  }

  @Test
  void call_prints_json_indented_by_tabs_that_cannot_colour() {
    assertThat(run("call", VESSEL, "GetVessels")).isEqualTo(ExitCode.OK);
    assertThat(tool.out())
        .isEqualTo(
            """
            {
            \t"vessels": [
            \t\t{
            \t\t\t"id": "v1",
            \t\t\t"capacity": 500,
            \t\t\t"name": "Kane's\\u001B[31m ?ship"
            \t\t}
            \t]
            }
            """);
    assertThat(tool.err()).isEmpty();
  }

  @Test
  void call_in_other_formats_is_one_document() {
    String name = "\"Kane's\\u001B[31m \\u202eship\"";
    assertThat(run("call", VESSEL, "GetVessels", "-o", "jsonl")).isEqualTo(ExitCode.OK);
    assertThat(tool.out())
        .isEqualTo("{\"vessels\":[{\"id\":\"v1\",\"capacity\":500,\"name\":" + name + "}]}\n");
    run("call", VESSEL, "GetVessels", "-o", "json");
    assertThat(tool.out()).startsWith("{\n  \"vessels\": [\n    {\n      \"id\": \"v1\",");
    run("call", VESSEL, "GetVessels", "-o", "yaml");
    assertThat(tool.out()).startsWith("vessels:\n").contains("id: v1");
    run("call", VESSEL, "GetVessels", "-o", "name");
    assertThat(tool.out()).isEqualTo("vessel-1\n");
  }

  @Test
  void call_takes_its_request_from_a_file() throws IOException {
    Path file = Files.writeString(home.resolve("vessel.json"), "{\"id\": \"f\", \"capacity\": 3}");

    assertThat(run("call", VESSEL, "Create", "@" + file, "-ojsonl")).isEqualTo(ExitCode.OK);
    assertThat(tool.out())
        .isEqualTo("{\"vessel\":{\"id\":\"f\",\"capacity\":3},\"created\":true}\n");
    assertThat(run("call", VESSEL, "Create", "-", "-ojsonl")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).isEqualTo("{\"vessel\":{},\"created\":true}\n");
  }

  @Test
  void calls_are_counted_by_who_answered() {
    assertThat(run("call", VESSEL, "GetVessels", "--count=3", "-oname")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).isEqualTo("vessel-1\nvessel-1\nvessel-1\n");
    assertThat(tool.err()).matches("3 calls in \\d+\\.\\d s: vessel-1 3\n");

    assertThat(run("call", VESSEL, "GetVessels", "--count=2", "-ojson")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).startsWith("{\n  \"answers\": [\n").endsWith("\"complete\": true\n}\n");
    assertThat(tool.err()).contains("\"nodes\":{\"vessel-1\":2}");
  }

  @Test
  void call_to_an_address_asks_no_registry() {
    String address = server.address().toString();
    assertThat(tool.run("call", "any", "GetVessels", "--address", address, "-oname", "--timeout=9"))
        .as(tool.err())
        .isEqualTo(ExitCode.OK);
    assertThat(tool.out()).isEqualTo(address + "\n");
  }

  @Test
  void a_status_of_the_service_is_its_message() {
    assertThat(run("call", VESSEL, "FindAvailable", "{\"max_weight\":8}"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(tool.err())
        .isEqualTo("error: nothing fits 8 kg\n  status NOT_FOUND from vessel-1\n");
  }

  @Test
  void stream_prints_each_answer_and_ends_with_the_call() {
    assertThat(run("stream", VESSEL, "Health/Watch", "{}", "--timeout=1", "-ojsonl"))
        .isEqualTo(ExitCode.TIMEOUT);
    assertThat(tool.out()).isEqualTo("{\"status\":\"SERVING\"}\n");
    assertThat(run("stream", VESSEL, "GetVessels", "-ojson")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).startsWith("{\n  \"answers\": [\n").endsWith("\"complete\": true\n}\n");
  }

  @Test
  void describe_lists_the_methods_of_a_service() throws IOException {
    assertThat(run("describe", VESSEL)).isEqualTo(ExitCode.OK);
    GoldenFile.check("describe.txt", tool.out());
    run("describe", VESSEL, "-oname");
    assertThat(tool.out()).startsWith("VesselService.FindAvailable\nVesselService.Create\n");
  }

  @Test
  void describe_shows_one_method_with_a_request_to_fill_in() throws IOException {
    assertThat(run("describe", VESSEL + ".Reserve")).isEqualTo(ExitCode.OK);
    GoldenFile.check("describe-method.txt", tool.out());
    String dotted = tool.out();
    run("describe", VESSEL, "VesselService.Reserve");
    assertThat(tool.out()).isEqualTo(dotted);
    run("describe", VESSEL, "Reserve", "-ojson");
    GoldenFile.check("describe-method.json", tool.out());
  }

  @Test
  void health_has_the_form_of_micro() {
    String port = Integer.toString(server.address().port());
    assertThat(run("health", VESSEL)).isEqualTo(ExitCode.OK);
    assertThat(tool.out())
        .isEqualTo(
            """
            service  shippy.service.vessel

            version latest

            node\t\taddress:port\t\tstatus
            vessel-1\t\t127.0.0.1:%s\t\tok
            """
                .formatted(port));
    assertThat(run("health", "-oname")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).isEqualTo("consignment-1\nvessel-1\n");
  }

  @Test
  void every_verb_takes_the_end_of_a_name() {
    assertThat(run("call", "vessel", "GetVessels", "-oname")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).isEqualTo("vessel-1\n");
    assertThat(run("stream", "service.vessel", "GetVessels", "-ojson")).isEqualTo(ExitCode.OK);
    for (String verb : List.of("get service", "health", "describe")) {
      assertThat(run((verb + " " + VESSEL).split(" "))).isEqualTo(ExitCode.OK);
      String full = tool.out();
      assertThat(run((verb + " vessel").split(" "))).as(verb).isEqualTo(ExitCode.OK);
      assertThat(tool.out()).isEqualTo(full).isNotEmpty();
    }
    assertThat(run("describe", "vessel.Reserve")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).startsWith("Endpoint: VesselService.Reserve\n");
  }

  @Test
  void an_instance_is_called_by_the_beginning_of_its_id() {
    assertThat(run("call", "vessel", "GetVessels", "--node=vess", "-oname")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).isEqualTo("vessel-1\n");
    assertThat(run("call", "vessel", "GetVessels", "--node=x")).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err())
        .startsWith(
            "error: --node: no instance \"x\" of " + VESSEL + " (expected: one of vessel-1)");
    assertThat(run("health", "consignment-", "-oname")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).isEqualTo("consignment-1\n");
    tool.env("MICRO_REGISTRY_ADDRESS", "");
    assertThat(tool.run("health", "vessel-")).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err()).contains("vessel-1, vessel-2, vessel-3");
    assertThat(tool.run("health", "nobody-1")).isEqualTo(ExitCode.UNAVAILABLE);
  }

  @Test
  void an_end_of_several_names_is_an_error_that_lists_them() {
    String[][] verbs = {
      {"call", "twin", "M"}, {"stream", "twin", "M"}, {"get", "service", "twin"}, {"watch", "twin"},
      {"stats", "twin"}, {"top", "twin"}, {"health", "twin"}, {"describe", "twin"}
    };
    for (String[] verb : verbs) {
      String[] args = Arrays.copyOf(verb, verb.length + 1);
      args[verb.length] = "--registry_address=twins";
      assertThat(tool.run(args)).as(verb[0]).isEqualTo(ExitCode.USAGE);
      assertThat(tool.err())
          .contains("\"twin\" is the end of 2 names of services (expected: one of a.twin, b.twin)");
    }
  }

  @Test
  void a_call_that_fails_among_several_leaves_a_whole_document() {
    assertThat(run("call", VESSEL, "FindAvailable", "--count=2", "-ojson"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(tool.out()).isEqualTo("{\n  \"answers\": [],\n  \"complete\": false\n}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "json", "yaml", "jsonl", "name"})
  void hostile_names_cannot_colour_a_terminal(String format) {
    String[][] verbs = {
      {"health"}, {"describe", "\u001b[31mred"}, {"call", "\u001b[31mred", "\u202ex"}
    };
    for (String[] verb : verbs) {
      String[] args = Arrays.copyOf(verb, verb.length + 2);
      args[verb.length] = "--registry_address=hostile";
      args[verb.length + 1] = "--output=" + format;

      assertThat(tool.run(args)).isNotEqualTo(ExitCode.OK).isNotEqualTo(ExitCode.INTERNAL);

      assertThat((tool.out() + tool.err()).codePoints().filter(c -> c != '\n' && c != '\t'))
          .noneMatch(ProblemText::isUnsafe);
    }
  }

  @Test
  void health_of_who_does_not_answer_is_why_and_fails() {
    assertThat(tool.run("health", "shippy.service.consignment", "-ojsonl"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(tool.out())
        .startsWith(
            "{\"service\":\"shippy.service.consignment\",\"version\":\"latest\","
                + "\"node\":\"consignment-1\",\"address\":\"127.0.0.1:1\",\"ok\":false,\"status\":"
                + "\"the service did not answer: ");
    assertThat(tool.run("health", "--registry_address=empty")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).isEqualTo("no service is registered\n");
  }

  private ExitCode run(String... args) {
    tool.env("MICRO_CLIENT_REQUEST_TIMEOUT", "30s");
    tool.env("MICRO_REGISTRY_ADDRESS", Integer.toString(server.address().port()));
    return tool.run(args);
  }
}
