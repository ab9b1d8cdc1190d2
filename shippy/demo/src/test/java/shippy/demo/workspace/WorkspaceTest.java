package shippy.demo.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.clock.Clock;
import shippy.problem.ProblemException;
import shippy.process.ChildProcess;
import shippy.process.OrphanProcesses;

class WorkspaceTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final List<String> SLEEP = List.of("sleep", "60");

  @TempDir private Path home = Path.of("");

  @Test
  void closing_leaves_no_process_no_folder_and_no_note() throws IOException {
    Workspace workspace = workspace(false);
    ChildProcess child = workspace.start("sleeper", SLEEP);
    assertThat(notes()).containsOnlyOnce("shippy-demo").containsOnlyOnce(" sleeper");

    workspace.close();
    workspace.close();

    assertThat(child.isAlive()).isFalse();
    assertThat(workspace.folder()).doesNotExist();
    assertThat(notes()).isEmpty();
    assertThatThrownBy(() -> workspace.start("late", SLEEP))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void kept_folder_holds_the_logs() throws IOException {
    Workspace workspace = workspace(true);
    ChildProcess child = workspace.start("talker", List.of("sh", "-c", "seq 9; pwd; env >&2"));
    eventually(SOON, () -> assertThat(child.isAlive()).isFalse());
    workspace.close();

    Path log = workspace.folder().resolve("talker.log");
    assertThat(log).content().contains("9\n" + workspace.folder());
    assertThat(log).content().contains("XDG_CONFIG_HOME=" + workspace.folder());
    assertThat(child.lastLines()).hasSize(5);
    Files.delete(log);
    Files.delete(workspace.folder());
  }

  @Test
  void frozen_process_is_ended_too() throws IOException {
    try (Workspace workspace = workspace(false)) {
      ChildProcess child = workspace.start("frozen", SLEEP);
      child.pause();
      eventually(SOON, () -> assertThat(state(child)).isEqualTo("T"));
      child.resume();
      eventually(SOON, () -> assertThat(state(child)).isEqualTo("S"));
      child.pause();
      workspace.close();
      assertThat(child.isAlive()).isFalse();
    }
  }

  @Test
  void program_that_is_not_there_is_a_problem_with_its_name() {
    try (Workspace workspace = workspace(false)) {
      assertThatThrownBy(() -> workspace.start("etcd01", List.of("/no/such/program")))
          .isInstanceOf(ProblemException.class)
          .hasMessageStartingWith("etcd01 could not be started: ");
    }
  }

  @Test
  void demo_that_runs_is_nobodys_leftover() throws IOException {
    try (Workspace workspace = workspace(false)) {
      workspace.start("sleeper", SLEEP);
      assertThat(OrphanProcesses.of(env(), Clock.system()).orphans()).isEmpty();
    }
  }

  private Workspace workspace(boolean keep) {
    return Workspace.create(env(), keep);
  }

  private Map<String, String> env() {
    return Map.of("XDG_STATE_HOME", home.toString());
  }

  private String notes() throws IOException {
    StringBuilder text = new StringBuilder();
    Path runs = home.resolve("shippy/run");
    try (Stream<Path> files = Files.exists(runs) ? Files.list(runs) : Stream.empty()) {
      for (Path file : files.toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  private static String state(ChildProcess child) throws IOException {
    return Files.readString(Path.of("/proc/%d/stat".formatted(child.pid()))).split(" ", -1)[2];
  }
}
