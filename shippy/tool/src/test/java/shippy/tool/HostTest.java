package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;

/**
 * Programs on machines with another locale, without a home, with closed streams. A shell starts
 * them; its script is ASCII, as this test may itself run in the C locale.
 */
@Execution(ExecutionMode.CONCURRENT)
class HostTest {
  /** What NAME stands for in scripts: {@code Gr\u00fc\u00dfe} in UTF-8. */
  private static final String BYTES = "$(printf 'Gr\\303\\274\\303\\237e')";

  private static Result shell(String script, String... options) {
    try (CommandHarness java = CommandHarness.main(ShippyMain.class, options);
        CommandHarness shell = CommandHarness.program("bash", "-c")) {
      List<String> words = new ArrayList<>(List.of(script.replace("NAME", BYTES), "bash"));
      words.addAll(java.commandLine());
      return shell.run(words.toArray(String[]::new));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LC_ALL=C exec \"$@\" config --server_name=NAME|2|argument: \"--server_name=Gr",
        "LC_ALL=C exec \"$@\" call x y @NAME.json|2|argument: \"@Gr",
        "MICRO_SERVER_ID=NAME LC_ALL=POSIX exec \"$@\" config|78|MICRO_SERVER_ID: \"Gr",
        "export LC_ALL=C; mkdir NAME; cd NAME; exec \"$@\" config|78|working directory: \"",
        "{ echo registry=etcd; echo registry_username=u; echo registry_password_file=/NAME; }"
            + " >shippy.properties; LC_ALL=C exec \"$@\" list services|78|no name of a file",
      })
  void letters_that_the_locale_does_not_have_are_refused_with_the_way_out(
      String script, int exitCode, String expected) {
    Result result = shell(script);
    assertThat(result.exitCode()).as(result.stderr()).isEqualTo(exitCode);
    assertThat(result.stderr())
        .startsWith("error: ")
        .contains(expected, "the locale is not a UTF-8 one", "export LC_ALL=C.UTF-8")
        .doesNotContain("\tat ");
    assertThat(result.stdout()).isEmpty();
  }

  @Test
  void letters_arrive_and_leave_as_they_are_in_a_UTF_8_locale() {
    Result result = shell("LC_ALL=C.UTF-8 exec \"$@\" config --server_name=NAME");
    assertThat(result.stdout()).containsPattern("server_name +Gr\u00fc\u00dfe +--server_name");
  }

  @Test
  void letters_of_a_file_do_not_depend_on_the_locale() {
    String script = "echo server_name=NAME >shippy.properties; LC_ALL=C exec \"$@\" config";
    assertThat(shell(script).stdout()).contains("Gr\u00fc\u00dfe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tr", "ar -Duser.country=EG", "de", "th"})
  void numbers_and_letters_are_the_same_in_every_language(String language) {
    String[] options = ("-Duser.language=" + language).split(" ");
    assertThat(shell("exec \"$@\" config --client_retries=77", options).stderr())
        .contains("a whole number from 0 to 4");
  }

  @Test
  void user_without_a_home_needs_none_to_look_around() {
    Result result = shell("unset HOME; exec \"$@\" config; ", "-Duser.home=?");
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    assertThat(result.stdout()).containsPattern("data_dir +- +default");
    assertThat(shell("unset HOME; \"$@\" stop; ls", "-Duser.home=?"))
        .satisfies(stop -> assertThat(stop.stdout()).isEmpty())
        .satisfies(stop -> assertThat(stop.stderr()).contains("no home directory: HOME is not"));
  }

  @Test
  void closed_streams_are_said_to_be_closed() {
    assertThat(shell("exec \"$@\" call x y - <&-"))
        .satisfies(call -> assertThat(call.exitCode()).isEqualTo(66))
        .satisfies(call -> assertThat(call.stderr()).contains("standard input is closed"));
    assertThat(shell("exec \"$@\" config >&-"))
        .satisfies(call -> assertThat(call.exitCode()).isEqualTo(1))
        .satisfies(call -> assertThat(call.stderr()).contains("standard output is closed"));
  }
}
