package shippy.console.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandNamesTest {
  private static final String TOOL = "shippy/tool/target/shippy.jar";
  private static final String CLI = "consignment-cli/target/consignment-cli.jar";

  @TempDir private Path here = Path.of("");

  @BeforeEach
  void pack() throws IOException {
    for (String jar : new String[] {TOOL, CLI}) {
      Files.createDirectories(here.resolve(jar).getParent());
      Files.createFile(here.resolve(jar));
    }
  }

  private CommandNames started(String script, String classPath) {
    return new CommandNames(script, classPath, false, here);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "shippy list services, java -jar shippy/tool/target/shippy.jar list services",
        "consignment-cli get 1, java -jar consignment-cli/target/consignment-cli.jar get 1",
        "See 'shippy --help', See 'java -jar shippy/tool/target/shippy.jar --help'",
        "left: shippy stop, left: java -jar shippy/tool/target/shippy.jar stop",
        "MICRO_X=y shippy top, MICRO_X=y java -jar shippy/tool/target/shippy.jar top",
        "make run, java -jar shippy/tool/target/shippy.jar run"
      })
  void a_jar_is_called_by_its_path_and_so_is_the_other_one(String text, String called) {
    assertThat(started("", TOOL).in(text)).isEqualTo(called);
    assertThat(started("", CLI).in(text)).isEqualTo(called);
  }

  @Test
  void from_another_folder_the_path_is_as_the_user_gave_it() {
    CommandNames inTarget =
        new CommandNames("", "shippy.jar", false, here.resolve("shippy/tool/target"));
    assertThat(inTarget.in("shippy run")).isEqualTo("java -jar shippy.jar run");
    assertThat(inTarget.in("consignment-cli list"))
        .isEqualTo("java -jar ../../../consignment-cli/target/consignment-cli.jar list");
    CommandNames absolute = started("", here.resolve(CLI).toString());
    assertThat(absolute.in("shippy run")).isEqualTo("java -jar " + here.resolve(TOOL) + " run");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "shippy, consignment-cli list",
        "./bin/shippy, ./bin/consignment-cli list",
        "/a folder/shippy, '/a folder/consignment-cli' list"
      })
  void a_script_is_called_as_it_was(String script, String other) {
    assertThat(started(script, TOOL).in("consignment-cli list")).isEqualTo(other);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shippy 0.1.0   registry mdns",
        "the shippy tutorial",
        "it is no shippy service",
        "id  shippy-1",
        "make room there"
      })
  void names_in_sentences_stay(String text) {
    assertThat(started("", TOOL).in(text)).isEqualTo(text);
    assertThat(started("", "a.jar:b.jar").in("shippy run")).isEqualTo("shippy run");
  }

  @Test
  void make_is_named_where_the_makefile_is() throws IOException {
    CommandNames script = started("shippy", TOOL);
    assertThat(script.in("make run")).isEqualTo("shippy run");
    assertThat(script.in("make demo")).isEmpty();
    Files.createFile(here.resolve("Makefile"));
    assertThat(script.in("make demo")).as("makefile of another project").isEmpty();
    Files.createDirectory(here.resolve("vessel-service"));
    assertThat(script.in("make run")).isEqualTo("make run");
    assertThat(script.in("make demo")).isEqualTo("make demo");
    CommandNames below =
        new CommandNames("", "shippy.jar", false, here.resolve("shippy/tool/target"));
    assertThat(below.in("make build")).isEqualTo("make -C ../../.. build");
  }

  @Test
  void in_our_shell_its_own_commands_are_bare_and_others_are_for_another_terminal() {
    CommandNames shell = new CommandNames("consignment-cli", "", true, here);
    assertThat(shell.in("consignment-cli get 1")).isEqualTo("get 1");
    assertThat(shell.in("consignment-cli --help")).isEqualTo("help");
    assertThat(shell.in("See 'consignment-cli --help'\n")).isEqualTo("See 'help'\n");
    assertThat(shell.in("See 'consignment-cli get --help'\n")).isEqualTo("See 'get --help'\n");
    assertThat(shell.in("ls -l a.json")).isEqualTo("in another terminal: ls -l a.json");
    assertThat(shell.in("--registry=etcd")).isEqualTo("--registry=etcd");
    assertThat(shell.in("shippy doctor")).isEqualTo("doctor");
    assertThat(shell.in("shippy list services"))
        .isEqualTo("in another terminal: shippy list services");
    assertThat(shell.in("make run")).isEqualTo("in another terminal: shippy run");
  }

  @Test
  void an_example_that_becomes_longer_tells_in_a_second_line_what_it_does() {
    String help = "Examples:\n  shippy run      the samples\n  shippy run a.jar\n";
    assertThat(started("", TOOL).inHelp(help))
        .isEqualTo(
            """
            Examples:
              java -jar shippy/tool/target/shippy.jar run
                  the samples
              java -jar shippy/tool/target/shippy.jar run a.jar
            """);
    assertThat(started("shippy", "").inHelp(help)).isEqualTo(help);
  }

  @Test
  void an_example_that_cannot_run_here_is_left_out() {
    String help = "Data:\n  make reset      deletes it\n\n  shippy fsck     checks it\n";
    assertThat(started("shippy", "").inHelp(help))
        .isEqualTo("Data:\n\n  shippy fsck     checks it\n");
  }
}
