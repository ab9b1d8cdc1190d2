package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Namespace;
import shippy.testkit.RunningCommand;

/** {@code shippy tutorial}, on a host of its own. */
@Order(7)
class TutorialIT {
  private static final Pattern FOLDER = Pattern.compile("deleting (/\\S+)");

  private final Namespace host = Namespace.create();
  private final CommandHarness tool =
      CommandHarness.jar(Sandbox.TOOL).on(host).timeout(Duration.ofMinutes(10));

  @AfterEach
  void close() {
    tool.close();
    host.close();
  }

  @Test
  void all_steps_work_beside_a_run_without_a_terminal_and_leave_nothing_behind() {
    CommandHarness other = CommandHarness.jar(Sandbox.TOOL).on(host);
    RunningCommand running = other.start("run");
    running.awaitLine("vessel +grpc .* serving", Sandbox.START);
    Result tour = tool.run("tutorial");
    running.terminate();
    assertThat(running.exitCode(Sandbox.START)).isZero();
    assertThat(running.stderr()).doesNotContain("started again");
    other.close();
    assertThat(tour.exitCode()).as(tour.toString()).isZero();
    assertThat(tour.stderr()).isEmpty();
    String out = tour.stdout();
    List<String> titles = out.lines().filter(line -> line.startsWith("── ")).toList();
    assertThat(titles).hasSize(11);
    assertThat(titles.get(10)).startsWith("── 11/11  ");
    assertThat(out)
        .containsPattern("vessel +grpc +127\\.0\\.0\\.1:\\d+ +serving")
        .contains("$ shippy list services\nshippy.service.consignment\nshippy.service.vessel\n")
        .containsPattern("\nID  Address  Metadata\n.*\n\n")
        .contains("Created: true")
        .containsPattern("\\$ kill -9 \\d+\n")
        .contains("vessel is started again (pid ")
        .contains("did you mean \"list\"?")
        .containsPattern("checked .* no mismatch")
        .contains("$ shippy doctor\nPASS  jdk ")
        .doesNotContain("\u001b");
    assertThat(out.lines()).allMatch(line -> !line.startsWith("$ ") || line.length() <= 80);
    assertThat(deleted(out)).doesNotExist();
  }

  @Test
  void ctrl_c_ends_what_was_started_and_deletes_its_folder() throws IOException {
    RunningCommand running =
        tool.env("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + tool.home()).start("tutorial");
    running.awaitLine("shippy list services", Duration.ofMinutes(4));
    List<ProcessHandle> started =
        ProcessHandle.of(running.pid()).orElseThrow().descendants().toList();
    assertThat(started).hasSizeGreaterThanOrEqualTo(3);
    running.interrupt();
    assertThat(running.exitCode(Duration.ofMinutes(1))).isEqualTo(130);
    eventually(Duration.ofSeconds(20), () -> assertThat(started).noneMatch(ProcessHandle::isAlive));
    try (Stream<Path> files = Files.list(tool.home())) {
      assertThat(files.filter(file -> file.toString().contains("shippy-tutorial-"))).isEmpty();
    }
  }

  private static Path deleted(String out) {
    return Path.of(FOLDER.matcher(out).results().findFirst().orElseThrow().group(1));
  }
}
