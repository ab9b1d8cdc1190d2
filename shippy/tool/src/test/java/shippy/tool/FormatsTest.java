package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;
import shippy.problem.ProblemText;
import shippy.testkit.JsonValues;

/** Every verb that shows something, in every format; one of the nodes has a hostile note. */
class FormatsTest {
  private static final List<List<String>> VERBS =
      List.of(
          List.of("list", "services"),
          List.of("list", "services", "--registry_address=empty"),
          List.of("get", "service", "shippy.service.vessel"),
          List.of("get", "service", "shippy.service.consignment"),
          List.of("registry", "status"),
          List.of("stop"),
          List.of("config"),
          List.of("version"),
          List.of("help", "stores"));

  @TempDir private Path home = Path.of("");
  private Tool tool = new Tool("", Screen.none());

  @BeforeEach
  void live_at_home() {
    tool = new Tool(home.toString(), Screen.none());
  }

  @ParameterizedTest
  @ValueSource(strings = {"error", "warn", "info", "debug", "trace"})
  void standard_output_is_one_document(String level) {
    for (List<String> verb : VERBS) {
      assertThat(JsonValues.count(run(verb, "-o", "json", "--log_level=" + level))).isEqualTo(1);
      String lines = run(verb, "-o", "jsonl", "--log_level=" + level);
      assertThat(JsonValues.count(lines)).isEqualTo((int) lines.lines().count());
      String yaml = run(verb, "-o", "yaml", "--log_level=" + level);
      assertThat(new Load(LoadSettings.builder().build()).loadFromString(yaml)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "json", "yaml", "jsonl", "name"})
  void nothing_from_a_registry_reaches_a_terminal(String format) {
    for (List<String> verb : VERBS) {
      assertThat(run(verb, "-o", format).codePoints().filter(c -> c != '\n' && c != '\t'))
          .noneMatch(ProblemText::isUnsafe);
      assertThat(tool.err()).isIn("", "no services (registry: memory at this process)\n");
    }
  }

  @Test
  void names_are_services_and_instances() {
    assertThat(run(VERBS.get(0), "-o", "name"))
        .isEqualTo("shippy.service.consignment\nshippy.service.vessel\n");
    assertThat(run(VERBS.get(2), "-o", "name")).isEqualTo("vessel-1\nvessel-2\nvessel-3\n");
    assertThat(run(VERBS.get(5), "-o", "name")).isEmpty();
  }

  @Test
  void lines_are_services_and_instances() {
    assertThat(run(VERBS.get(0), "-ojsonl"))
        .isEqualTo("\"shippy.service.consignment\"\n\"shippy.service.vessel\"\n");
    assertThat(run(VERBS.get(3), "-ojsonl"))
        .isEqualTo("{\"id\":\"consignment-1\",\"address\":\"127.0.0.1:1\",\"metadata\":{}}\n");
  }

  private String run(List<String> verb, String... options) {
    String[] args = Stream.concat(verb.stream(), Stream.of(options)).toArray(String[]::new);
    assertThat(tool.run(args)).as(tool.err()).isEqualTo(ExitCode.OK);
    return tool.out();
  }
}
