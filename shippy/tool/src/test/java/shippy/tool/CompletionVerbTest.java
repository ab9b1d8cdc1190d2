package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;

/** completion: the scripts, and what they ask for. */
class CompletionVerbTest {
  @TempDir private Path home = Path.of("");
  private Tool tool = new Tool("", Screen.none());

  @BeforeEach
  void live_at_home() {
    tool = new Tool(home.toString(), Screen.none());
  }

  @Test
  void completion_is_installed_where_the_shell_looks_and_says_where() throws IOException {
    assertThat(tool.run("completion", "bash", "--install")).isEqualTo(ExitCode.OK);
    Path bash = home.resolve(".local/share/bash-completion/completions/shippy");
    assertThat(tool.out()).startsWith("written to " + bash + "\n");
    assertThat(Files.readString(bash)).endsWith("complete -o nospace -F _shippy shippy\n");

    assertThat(tool.run("completion", "zsh", "--install")).isEqualTo(ExitCode.OK);
    Path zsh = home.resolve(".local/share/zsh/site-functions/_shippy");
    assertThat(tool.out()).contains("written to " + zsh, "fpath+=(" + zsh.getParent() + ")");
    assertThat(Files.readAllLines(zsh).get(0)).isEqualTo("#compdef shippy");

    assertThat(tool.run("completion", "fish", "--install")).isEqualTo(ExitCode.OK);
    assertThat(home.resolve(".local/share/fish/vendor_completions.d/shippy.fish")).exists();
  }

  @Test
  void completion_for_another_shell_or_into_an_unwritable_place_says_what_to_do()
      throws IOException {
    assertThat(tool.run("completion", "tcsh")).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err()).contains("error: shell: \"tcsh\" (expected: bash, zsh or fish)");
    Files.createFile(home.resolve(".local"));
    assertThat(tool.run("completion", "bash", "--install")).isEqualTo(ExitCode.FAILED);
    assertThat(tool.err()).contains("error: cannot write " + home, "shippy completion bash > FILE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "bash | shippy registry st       | `status `",
        "bash | shippy --registry=e      | `--registry=etcd `",
        "bash | shippy --registry_ca     | `--registry_ca_file=`",
        "bash | shippy run ./            | `:files`",
        "bash | shippy --registry_ca_file=./ | `:files`",
        "bash | shippy call ves          | `vessel `",
        "zsh  | shippy call ves          | `+vessel:shippy.service.vessel`",
        "zsh  | shippy registry st       | `+status:Show how the registry is`",
        "fish | shippy --registry_k      | `--registry_key_file=\\tprivate key (PEM) of that certificate`",
        "fish | shippy call shippy.service.v | `shippy.service.vessel\\t`",
        "fish | shippy call vessel VesselService.W | `VesselService.Watch\\t`",
        "fish | shippy call 'vessel' \"VesselService.W | `VesselService.Watch\\t`"
      })
  void a_typed_line_is_completed(String shell, String line, String expected) {
    assertThat(tool.run("completion", shell, "--", line)).as(tool.err()).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).isEqualTo(expected.replace("\\t", "\t") + "\n");
  }

  @Test
  void names_that_would_control_a_terminal_and_a_registry_that_fails_offer_nothing() {
    tool.env("MICRO_REGISTRY_ADDRESS", "hostile");
    assertThat(tool.run("completion", "bash", "--", "shippy health ")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).doesNotContain("red");

    String line = "shippy --registry=nowhere call v";
    assertThat(tool.run("completion", "bash", "--", line)).isEqualTo(ExitCode.OK);
    assertThat(tool.out() + tool.err()).isEmpty();
  }
}
