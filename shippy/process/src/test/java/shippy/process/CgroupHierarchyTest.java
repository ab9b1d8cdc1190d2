package shippy.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;

/** Which groups are chosen and what is written, on folders like those of a kernel. */
class CgroupHierarchyTest {
  private static final ProcessLimits HALF =
      new ProcessLimits(Optional.of(0.5), Optional.of(100L << 20));
  private static final String SHIPPY = "shippy-" + ProcessHandle.current().pid();

  @TempDir private Path machine = Path.of("");

  @Test
  void v2_takes_the_nearest_group_that_hands_the_controllers_on() throws Exception {
    Path slice = slice("cpu memory pids");

    ControlGroups groups = ControlGroups.open(List.of(HALF, ProcessLimits.NONE), machine);
    ControlGroup group = groups.create("vessel-1", HALF);

    Path run = slice.resolve(SHIPPY);
    assertThat(groups.paths()).containsExactly(run);
    assertThat(run.resolve("cgroup.subtree_control")).hasContent("+cpu +memory");
    assertThat(group.folders()).containsExactly(run.resolve("vessel-1"));
    assertThat(run.resolve("vessel-1/cpu.max")).hasContent("50000 100000");
    assertThat(run.resolve("vessel-1/memory.max")).hasContent("104857600");
    assertThat(group.command(List.of("java")))
        .endsWith(run + "/vessel-1/cgroup.procs", "--", "java");
    assertThat(groups.create("free", ProcessLimits.NONE).command(List.of("java")))
        .containsExactly("java");
  }

  @Test
  void v2_tells_a_kill_for_memory_from_another() throws Exception {
    slice("cpu memory");
    ControlGroup group = ControlGroups.open(List.of(HALF), machine).create("vessel-1", HALF);
    Path events = group.folders().get(0).resolve("memory.events");

    Files.writeString(events, "oom 0\noom_kill 0\noom_group_kill 0\n");
    assertThat(group.ended(137).reason()).isEqualTo("was ended by signal 9");
    Files.writeString(events, "oom 1\noom_kill 1\noom_group_kill 0\n");
    assertThat(group.ended(137).reason())
        .isEqualTo("was killed: it took more than its 100 MB of memory");
    assertThat(group.ended(1).reason()).isEqualTo("failed (exit status 1)");
  }

  @Test
  void controllers_that_are_not_handed_on_are_told_with_what_to_do() throws Exception {
    slice("memory pids");

    assertThatThrownBy(() -> ControlGroups.open(List.of(HALF), machine))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(ExitCode.CONFIG);
              assertThat(e.problem().what())
                  .startsWith("cannot limit cpus or memory here: ")
                  .endsWith("run.scope and those above hand on no cpu and memory");
              assertThat(e.problem().fixes().get(0).command()).startsWith("systemd-run --user");
            });
  }

  @Test
  void v1_in_a_container_is_below_what_the_mount_shows() throws Exception {
    Path own = Files.createDirectory(machine.resolve("x"));
    proc("35 31 0:32 /docker/abc %s rw - cgroup cgroup rw,memory", "4:memory:/docker/abc/x");

    CgroupHierarchy found = CgroupHierarchy.of("memory", machine);

    assertThat(found).isEqualTo(new CgroupHierarchy(false, machine, own));
    assertThat(found.parent(Set.of("memory"))).isEqualTo(own);
  }

  @Test
  void v1_without_the_right_to_write_is_told() throws Exception {
    proc("35 31 0:32 / %s rw - cgroup cgroup rw,memory", "4:memory:/absent");

    assertThatThrownBy(() -> CgroupHierarchy.of("memory", machine).parent(Set.of("memory")))
        .hasMessage(machine + "/absent is not writable");
  }

  @Test
  void machine_without_any_is_told() throws Exception {
    proc("21 1 0:5 / /proc rw - proc proc rw", "0::/");

    assertThatThrownBy(() -> ControlGroups.open(List.of(HALF), machine))
        .hasMessage("cannot limit cpus or memory here: there are no control groups for cpu");
  }

  /** As systemd has it: a scope in a slice, the slice hands controllers on. */
  private Path slice(String handedOn) throws IOException {
    Path slice = Files.createDirectories(machine.resolve("unified/app.slice"));
    Path scope = Files.createDirectory(slice.resolve("run.scope"));
    for (Path group : List.of(machine.resolve("unified"), slice, scope)) {
      Files.writeString(group.resolve("cgroup.procs"), "");
      Files.writeString(group.resolve("cgroup.subtree_control"), "\n");
    }
    Files.writeString(slice.resolve("cgroup.subtree_control"), handedOn + "\n");
    proc("41 31 0:38 / %s/unified rw - cgroup2 cgroup2 rw", "0::/app.slice/run.scope");
    return slice;
  }

  private void proc(String mount, String group) throws IOException {
    Files.writeString(machine.resolve("mountinfo"), mount.formatted(machine) + "\n");
    Files.writeString(machine.resolve("cgroup"), group + "\n");
  }
}
