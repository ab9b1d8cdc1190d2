package shippy.process;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.clock.Clock;
import shippy.process.Launcher.Child;
import shippy.testkit.TestJar;

class JavaLauncherTest {
  private static final Duration START = Duration.ofSeconds(20);

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> status = new CompletableFuture<>();
  private final List<Child> children = new CopyOnWriteArrayList<>();
  @TempDir private Path directory = Path.of("");
  private Program program = new Program("talker", Path.of(""));

  @BeforeEach
  void makeJar() {
    program = new Program("talker", TestJar.of(directory, "talker.jar", ArgumentProgram.class));
  }

  @AfterEach
  void killAll() {
    children.forEach(Child::kill);
  }

  @Test
  void lines_of_both_streams_come_before_the_end() throws Exception {
    launch("--out=hello", "--err=oh", "--id", "--exit=3");

    assertThat(status.get(20, TimeUnit.SECONDS)).isEqualTo(3);
    assertThat(lines).containsExactlyInAnyOrder("out hello", "err oh", "out id id-1");
  }

  @Test
  void heap_is_a_sixteenth_of_the_machine() throws Exception {
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long sixteenth = Math.max(machine.getTotalMemorySize() / 16, 124L << 20);

    launch("--heap", "--exit=0");

    assertThat(status.get(20, TimeUnit.SECONDS)).isZero();
    assertThat(Long.parseLong(lines.get(0).replace("out heap ", "")))
        .isCloseTo(sixteenth, Percentage.withPercentage(5));
  }

  @Test
  void heap_leaves_room_in_a_limit_of_memory() throws Exception {
    program = program.limited(new ProcessLimits(Optional.empty(), Optional.of(100L << 20)));

    launch("--heap", "--exit=0");

    assertThat(status.get(20, TimeUnit.SECONDS)).isZero();
    assertThat(Long.parseLong(lines.get(0).replace("out heap ", "")) >> 20).isBetween(28L, 34L);
  }

  @Test
  void terminate_ends_it_by_signal_15() throws Exception {
    Child child = launch("--out=up", "--wait");
    eventually(START, () -> assertThat(lines).contains("out up"));

    child.terminate();

    assertThat(status.get(20, TimeUnit.SECONDS)).isEqualTo(128 + 15);
  }

  @Test
  void kill_ends_it_by_signal_9_and_may_come_twice() throws Exception {
    Child child = launch("--out=up", "--wait");
    eventually(START, () -> assertThat(lines).contains("out up"));
    assertThat(ProcessHandle.of(child.pid())).isPresent();

    child.kill();
    assertThat(status.get(20, TimeUnit.SECONDS)).isEqualTo(128 + 9);
    child.kill();
  }

  private Child launch(String... flags) throws IOException {
    JavaLauncher.Lines sink =
        new JavaLauncher.Lines() {
          @Override
          public void out(Program from, String line) {
            lines.add("out " + line);
          }

          @Override
          public void err(Program from, String line) {
            lines.add("err " + line);
          }
        };
    JavaLauncher launcher =
        new JavaLauncher(List.of(flags), sink, UnaryOperator.identity(), Clock.system());
    Child child = launcher.launch(program, "id-1", exit -> status.complete(exit.status()));
    children.add(child);
    return child;
  }
}
