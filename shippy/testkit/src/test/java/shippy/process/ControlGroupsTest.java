package shippy.process;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.clock.Clock;
import shippy.problem.ProblemException;
import shippy.process.Launcher.Child;
import shippy.testkit.Prerequisite;
import shippy.testkit.TestJar;

/** ProcessLimits of real processes, by the control groups of this machine. */
class ControlGroupsTest {
  private static final ProcessLimits LIMITS =
      new ProcessLimits(Optional.of(0.5), Optional.of(100L << 20));

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Exit> exit = new CompletableFuture<>();
  @TempDir private Path directory = Path.of("");
  private ControlGroups groups = ControlGroups.NONE;

  @BeforeEach
  void open() {
    try {
      groups = ControlGroups.open(List.of(LIMITS));
    } catch (ProblemException e) {
      throw Prerequisite.missing(e.problem().what());
    }
  }

  @AfterEach
  void close() {
    groups.close();
  }

  @Test
  void process_sees_its_limits_and_its_groups_go_with_it() throws Exception {
    Child child = launch("--cpus", "--heap", "--out=up", "--wait");
    eventually(Duration.ofSeconds(20), () -> assertThat(lines).contains("up"));

    assertThat(lines).contains("cpus 1");
    assertThat(Files.readString(Path.of("/proc/%d/cgroup".formatted(child.pid()))))
        .contains("/shippy-%d/talker-id-1".formatted(ProcessHandle.current().pid()));
    for (Path run : groups.paths()) {
      assertThat(run.resolve("talker-id-1/cgroup.procs")).hasContent(String.valueOf(child.pid()));
    }

    child.terminate();

    assertThat(ended().reason()).isEqualTo("was ended by signal 15");
    assertThat(groups.paths())
        .isNotEmpty()
        .allMatch(run -> !Files.exists(run.resolve("talker-id-1")));
    groups.close();
    assertThat(groups.paths()).noneMatch(Files::exists);
  }

  @Test
  void one_that_takes_more_memory_is_killed_and_that_is_told() throws Exception {
    launch("--deep=300");

    assertThat(ended().reason()).isEqualTo("was killed: it took more than its 100 MB of memory");
  }

  @Test
  void killed_for_another_reason_is_told_as_such() throws Exception {
    Child child = launch("--out=up", "--wait");
    eventually(Duration.ofSeconds(20), () -> assertThat(lines).contains("up"));

    child.kill();

    assertThat(ended().reason()).isEqualTo("was ended by signal 9");
  }

  @Test
  void groups_of_a_run_that_was_killed_go_with_its_file() throws Exception {
    RunFile file = RunFile.mine(directory.resolve("runs"));
    file.noteGroups(groups.paths());
    Child child = launch("--out=up", "--wait");
    eventually(Duration.ofSeconds(20), () -> assertThat(lines).contains("up"));

    file.delete();
    assertThat(Path.of(file.toString())).as("while a process is left").exists();
    child.kill();
    ended();
    file.delete();

    assertThat(groups.paths()).noneMatch(Files::exists);
    assertThat(Path.of(file.toString())).doesNotExist();
  }

  private Exit ended() throws Exception {
    return exit.get(20, TimeUnit.SECONDS);
  }

  private Child launch(String... flags) throws IOException {
    Program program =
        new Program("talker", TestJar.of(directory, "talker.jar", ArgumentProgram.class));
    JavaLauncher.Lines sink =
        new JavaLauncher.Lines() {
          @Override
          public void out(Program from, String line) {
            lines.add(line);
          }

          @Override
          public void err(Program from, String line) {
            lines.add(line);
          }
        };
    return new JavaLauncher(List.of(flags), sink, UnaryOperator.identity(), groups, Clock.system())
        .launch(program.limited(LIMITS), "id-1", exit::complete);
  }
}
