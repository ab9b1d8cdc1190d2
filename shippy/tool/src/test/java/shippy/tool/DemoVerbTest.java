package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;

/** What is refused before anything starts. */
class DemoVerbTest {
  @TempDir private Path home = Path.of("");
  private Tool tool = new Tool("", Screen.none());

  @BeforeEach
  void live_at_home() {
    tool = new Tool(home.toString(), Screen.none());
  }

  @Test
  void without_etcd_it_says_how_to_get_one() {
    assertThat(tool.run("demo")).isEqualTo(ExitCode.NO_INPUT);
    assertThat(tool.out()).isEmpty();
    assertThat(tool.err())
        .startsWith("error: no etcd found, and the demo runs real ones\n")
        .contains("likely: etcd is not installed", "try:    apt-get install etcd-server");
  }

  @Test
  void figures_out_of_range_are_refused_with_what_is_expected() {
    assertThat(tool.run("demo", "--nodes=9")).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err()).contains("--nodes: \"9\" (expected: a whole number from 1 to 5)");
    assertThat(tool.run("demo", "--instances=0")).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err()).contains("--instances: \"0\" (expected: a whole number from 1 to 4)");
    assertThat(tool.run("demo", "--seconds=9")).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err()).contains("--seconds: \"9\" (expected: a whole number from 10 to 3600)");
  }

  @Test
  void steps_need_a_terminal() {
    assertThat(tool.run("demo", "--step")).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err())
        .isEqualTo("error: --step: no terminal (expected: one, on which a key is pressed)\n");
  }

  @Test
  void it_takes_two_jars_or_none() throws IOException {
    String etcd = executable("etcd");

    assertThat(tool.run("demo", "--etcd=" + etcd, "one.jar")).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err())
        .isEqualTo(
            "error: jars: 1 (expected: the vessel service and the consignment service, or none)\n");
    assertThat(tool.run("demo", "--etcd=" + etcd, home + "/a.jar", home + "/b.jar"))
        .isEqualTo(ExitCode.NO_INPUT);
    assertThat(tool.err()).contains("no such file: " + home + "/a.jar", "likely: ");
  }

  /** What {@code make demo} finds is a default; an empty variable counts as unset. */
  @Test
  void etcd_that_the_user_names_wins_over_the_one_that_make_finds() throws IOException {
    String make = Files.readString(Path.of("../../Makefile"));
    assertThat(make).contains("MICRO_ETCD=").doesNotContain("demo --etcd=");
    tool.env("MICRO_ETCD", home + "/found");
    tool.run("demo", "--etcd=" + home + "/named");
    assertThat(tool.err()).contains(home + "/named").doesNotContain("found");
    tool.run("demo");
    assertThat(tool.err()).contains(home + "/found");
  }

  @Test
  void help_says_what_it_needs_and_what_it_answers() {
    assertThat(tool.run("demo", "--help")).isEqualTo(ExitCode.OK);
    assertThat(tool.out().replaceAll("\\s+", " "))
        .contains("--etcd", "--nodes", "--instances", "--seconds", "--no-kill", "--keep")
        .contains("Exit code 0 if none is");
  }

  private String executable(String name) throws IOException {
    Path file = Files.writeString(home.resolve(name), "#!/bin/sh\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file.toString();
  }
}
