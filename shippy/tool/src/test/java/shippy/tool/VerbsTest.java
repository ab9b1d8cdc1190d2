package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;
import shippy.testkit.GoldenFile;

class VerbsTest {
  @TempDir private Path home = Path.of("");
  private Tool tool = new Tool("", Screen.none());

  @BeforeEach
  void live_at_home() {
    tool = new Tool(home.toString(), Screen.none());
  }

  @Test
  void list_services_prints_one_name_a_line() {
    assertThat(run("list", "services")).isEqualTo(ExitCode.OK);
    assertThat(out()).isEqualTo("shippy.service.consignment\nshippy.service.vessel\n");
  }

  @Test
  void list_services_as_json_is_an_array() {
    assertThat(run("ls", "services", "-o", "json")).isEqualTo(ExitCode.OK);
    assertThat(out())
        .isEqualTo(
            """
            [
              "shippy.service.consignment",
              "shippy.service.vessel"
            ]
            """);
  }

  @Test
  void list_services_of_an_empty_registry_prints_nothing_or_an_empty_array() {
    assertThat(run("list", "services", "--registry_address=empty")).isEqualTo(ExitCode.OK);
    assertThat(out()).isEmpty();

    assertThat(run("list", "services", "--registry_address=empty", "-ojson"))
        .isEqualTo(ExitCode.OK);
    assertThat(out()).isEqualTo("[]\n");
  }

  @Test
  void get_service_has_the_form_of_micro() throws IOException {
    assertThat(run("get", "service", "shippy.service.vessel")).isEqualTo(ExitCode.OK);
    GoldenFile.check("vessel.txt", tool.out());
    assertThat(out()).doesNotContain("\u001b");
  }

  @Test
  void get_service_as_json_has_the_form_of_go_micro() throws IOException {
    assertThat(run("get", "service", "shippy.service.vessel", "-o", "json")).isEqualTo(ExitCode.OK);
    GoldenFile.check("vessel.json", tool.out());
  }

  @Test
  void get_service_without_endpoints_shows_its_nodes() {
    assertThat(run("get", "service", "shippy.service.consignment")).isEqualTo(ExitCode.OK);
    assertThat(out())
        .isEqualTo(
            """
            service  shippy.service.consignment

            version latest

            ID\tAddress\tMetadata
            consignment-1\t127.0.0.1:1\t
            """);
  }

  @Test
  void unknown_service_says_what_there_is() {
    assertThat(run("get", "service", "shippy.service.vesel")).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(out()).isEmpty();
    assertThat(err())
        .startsWith("error: no instance of shippy.service.vesel found (registry: memory at ")
        .contains("seen on this registry: shippy.service.consignment, shippy.service.vessel")
        .contains("did you mean shippy.service.vessel?")
        .contains("likely: ")
        .contains("try: ");
  }

  @Test
  void unknown_service_as_json_is_an_error_object() {
    assertThat(run("-o", "json", "get", "service", "nope")).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(err())
        .startsWith("{\n  \"error\": \"no instance of nope found ")
        .contains("\"exit_code\": 69,");
  }

  @Test
  void slip_of_the_keyboard_is_answered_with_the_nearest_command() {
    assertThat(run("lsit", "services")).isEqualTo(ExitCode.USAGE);
    assertThat(err()).contains("\"lsit\" is not a command of shippy", "did you mean \"list\"?");
  }

  @Test
  void stop_without_a_run_has_nothing_to_do() {
    assertThat(run("stop")).isEqualTo(ExitCode.OK);
    assertThat(out()).isEqualTo("nothing to stop\n");

    assertThat(run("stop", "-ojson")).isEqualTo(ExitCode.OK);
    assertThat(out()).isEqualTo("[]\n");
  }

  @Test
  void run_with_a_missing_jar_says_why_it_may_be_missing() {
    assertThat(run("run", home + "/vessel-service.jar")).isEqualTo(ExitCode.NO_INPUT);
    assertThat(err()).contains("no such file: " + home, "likely: it is not built yet");
  }

  @Test
  void version_and_help_are_answers() {
    assertThat(run("--version")).isEqualTo(ExitCode.OK);
    assertThat(out()).startsWith("shippy ");
    assertThat(run("--help")).isEqualTo(ExitCode.OK);
    assertThat(out()).contains("shippy help options");
    String help = out();
    assertThat(run()).isEqualTo(ExitCode.USAGE);
    assertThat(out()).isEqualTo(help);
    assertThat(err()).isEmpty();
    assertThat(run("-ojson")).isEqualTo(ExitCode.USAGE);
    assertThat(err()).startsWith("{\n  \"error\": \"shippy: no command (expected: api, ");
  }

  @Test
  void help_of_all_verbs_fits_a_small_terminal_and_leaves_out_none() {
    run();
    assertThat(out().lines()).hasSizeLessThan(24).allMatch(line -> line.length() <= 79);
    for (CommandLine verb : ShippyMain.program().getSubcommands().values()) {
      assertThat(out()).containsPattern("\\b" + verb.getCommandName() + "\\b");
    }
  }

  @Test
  void help_of_a_verb_has_its_own_options_and_says_where_the_others_are() {
    run("call", "--help");
    assertThat(out())
        .contains("--metadata=NAME=VALUE", "--count=VALUE")
        .doesNotContain("--registry", "--output", "--verbose")
        .endsWith("\nOptions of every command, such as -o json: shippy help options\n");
  }

  @Test
  void no_example_with_an_explanation_is_broken_into_two_lines() {
    for (CommandLine verb : ShippyMain.program().getSubcommands().values()) {
      assertThat(verb.getCommandSpec().usageMessage().footer())
          .as(verb.getCommandName())
          .allMatch(line -> line.length() <= 79 || !line.strip().contains("   "));
    }
  }

  private ExitCode run(String... args) {
    return tool.run(args);
  }

  private String out() {
    return tool.out();
  }

  private String err() {
    return tool.err();
  }
}
