package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;
import shippy.testkit.ReflectionServer;

/** Requests made of flags, and what {@code call -v} tells. */
class CallFlagsTest {
  @TempDir private Path home = Path.of("");
  private final ReflectionServer server = new ReflectionServer("Kane", ReflectionServer.Version.V1);
  private Tool tool = new Tool("", Screen.none());

  @BeforeEach
  void live_at_home() {
    tool = new Tool(home.toString(), Screen.fixed(false, 80));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_flag_is_a_field_of_its_type() {
    assertThat(create("--id", "x", "--capacity=3", "--max-weight", "900", "--available"))
        .isEqualTo("{\"id\":\"x\",\"capacity\":3,\"max_weight\":900,\"available\":true}");
    assertThat(
            create("--ownerId", "7", "--name={not json", "--available", "false", "--capacity=-1"))
        .isEqualTo("{\"capacity\":-1,\"name\":\"{not json\",\"owner_id\":\"7\"}");
  }

  private String create(String... flags) {
    String[] args = new String[flags.length + 4];
    System.arraycopy(new String[] {"call", "vessel", "Create", "-ojsonl"}, 0, args, 0, 4);
    System.arraycopy(flags, 0, args, 4, flags.length);
    assertThat(run(args)).as(tool.err()).isEqualTo(ExitCode.OK);
    return tool.out().replaceFirst("\\{\"vessel\":(.*),\"created\":true}\n", "$1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--capacity=many      | --capacity: \"many\" (expected: a whole number, int32)",
        "--capacity           | --capacity: no value (expected: int32)",
        "--capacity=1 x       | \"x\" (expected: --FIELD VALUE)",
        "--capacity=1 --capacity=2 | --capacity is given twice (expected: once, int32)",
        "--available=perhaps  | --available: \"perhaps\" (expected: true or false)",
      })
  void a_wrong_value_names_its_flag(String flags, String message) {
    assertThat(run(("call vessel Create " + flags).split(" "))).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err()).isEqualTo("error: " + message + "\n");
  }

  @Test
  void a_field_that_there_is_not_is_answered_with_the_nearest_field_or_option() {
    assertThat(run("call", "vessel", "Create", "--capcity=1")).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err())
        .contains(
            "--capcity: Vessel has no field \"capcity\" (expected: id, capacity, max_weight, ")
        .contains("did you mean \"--capacity\"?");
    assertThat(run("call", "vessel", "Create", "--adress=h:1")).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err()).contains("did you mean \"--address\"?");
    assertThat(run("call", "--contu=3", "vessel", "Create")).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err())
        .contains("\"--contu\" is not an option of shippy call", "did you mean \"--count\"?");
  }

  @Test
  void inner_fields_have_dots() {
    assertThat(run("call", "vessel", "Reserve", "--specification.capacity=2", "--id=r", "-ojson"))
        .isNotEqualTo(ExitCode.USAGE);
    assertThat(run("call", "vessel", "Reserve", "--specification.capcity=2"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(tool.err()).contains("did you mean \"--specification.capacity\"?");
  }

  @Test
  void verbose_tells_who_answered_how_fast_and_what_came_with_it() {
    assertThat(run("call", "vessel", "GetVessels", "-v", "-ojsonl")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).startsWith("{\"vessels\":").hasLineCount(1);
    assertThat(tool.err())
        .startsWith("{\"method\":\"VesselService.GetVessels\",\"node\":\"vessel-1\",\"micros\":")
        .contains("\"headers\":{\"content-type\":\"application/grpc\"", "\"trailers\":{");
    assertThat(run("call", "vessel", "GetVessels", "-v")).isEqualTo(ExitCode.OK);
    assertThat(tool.err())
        .contains("header content-type: application/grpc\n")
        .containsPattern("VesselService.GetVessels: answered by vessel-1 in \\d+\\.\\d ms\n$");
  }

  @Test
  void a_fault_of_the_service_names_its_log_and_with_verbose_what_came_with_it() {
    String[] call = {"call", "vessel", "FindAvailable", "--capacity=-1", "--max_weight=8"};
    assertThat(run(call)).isEqualTo(ExitCode.FAILED);
    String error = tool.err();
    assertThat(error)
        .contains("  status INTERNAL from vessel-1\n")
        .endsWith("  try:    shippy logs vessel-1   if 'shippy run' started it\n");

    call = (String.join(" ", call) + " -v").split(" ");
    assertThat(run(call)).isEqualTo(ExitCode.FAILED);
    assertThat(tool.err())
        .containsPattern("trailer content-type: application/grpc\n|^VesselService")
        .containsPattern("VesselService.FindAvailable: failed after \\d+\\.\\d ms\n")
        .endsWith("\n" + error); // causes only repeat it
  }

  private ExitCode run(String... args) {
    tool.env("MICRO_CLIENT_REQUEST_TIMEOUT", "30s");
    tool.env("MICRO_REGISTRY_ADDRESS", Integer.toString(server.address().port()));
    return tool.run(args);
  }
}
