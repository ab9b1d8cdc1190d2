package shippy.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static shippy.testkit.Eventually.eventually;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.testkit.CommandHarness.Result;

class CommandHarnessTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final CommandHarness harness = CommandHarness.main(SmallProgram.class, "-Xshare:auto");

  @AfterEach
  void close_harness() {
    harness.close();
  }

  @Test
  void result_holds_both_outputs_the_exit_code_and_the_time() {
    Result result = harness.run("echo", "Grüße");
    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout()).isEqualTo("out Grüße\n");
    assertThat(result.stderr()).startsWith("err ");
    assertThat(result.took()).isBetween(Duration.ofMillis(1), LIMIT);
    assertThat(harness.run("exit", "69").exitCode()).isEqualTo(69);
  }

  @Test
  void large_input_and_output_block_nobody() {
    String input = "0123456789abcde\n".repeat(65_536);
    assertThat(harness.stdin(input.getBytes(UTF_8)).run("cat").stdout()).isEqualTo(input);
    assertThat(harness.run("ignore-stdin").stdout()).isEqualTo("not reading\n");
    Result flood = harness.run("flood", "20000");
    assertThat(flood.stdout().lines()).hasSize(20_000);
    assertThat(flood.stderr().lines()).hasSize(20_000);
  }

  @Test
  void environment_is_clean_but_for_what_is_set() {
    Result result = harness.env("MICRO_REGISTRY", "etcd").run("env");
    assertThat(result.stdout().lines())
        .contains("MICRO_REGISTRY=etcd", "HOME=" + harness.home(), "cwd=" + harness.home())
        .noneMatch(line -> line.matches("(XDG_.*|JAVA_TOOL_OPTIONS|MAKE(FLAGS|LEVEL))=.*"))
        .filteredOn(line -> line.startsWith("MICRO_"))
        .hasSize(1);
  }

  @Test
  void working_directory_can_be_set() {
    Path directory = Path.of("/");
    assertThat(harness.directory(directory).run("env").stdout()).contains("cwd=/\n");
  }

  @Test
  void awaited_line_gives_its_groups() {
    RunningCommand server = harness.start("serve");
    assertThat(server.awaitLine("port (\\d+)$", LIMIT).group(1)).isEqualTo("4711");
    assertThat(server.isAlive()).isTrue();
  }

  @Test
  void line_that_cannot_come_any_more_fails_at_once_with_the_output() {
    RunningCommand done = harness.start("echo", "hello");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> done.awaitLine("never", Duration.ofMinutes(5)))
        .withMessageContainingAll("ended without \"never\"", "out hello", "err hello");
  }

  @Test
  void line_that_does_not_come_in_time_fails_with_the_output() {
    RunningCommand server = harness.start("serve");
    server.awaitLine("listening", LIMIT);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> server.awaitLine("never", Duration.ofMillis(50)))
        .withMessageContainingAll("no line with \"never\"", "listening on port 4711");
  }

  @Test
  void program_that_does_not_end_in_time_is_killed() {
    harness.timeout(Duration.ofMillis(700));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> harness.run("serve"))
        .withMessageContaining("still running after PT0.7S");
  }

  @Test
  void terminate_and_interrupt_let_the_program_say_goodbye_and_kill_does_not() {
    RunningCommand terminated = harness.start("serve");
    RunningCommand interrupted = harness.start("serve");
    RunningCommand killed = harness.start("serve");
    terminated.awaitLine("listening", LIMIT);
    interrupted.awaitLine("listening", LIMIT);
    killed.awaitLine("listening", LIMIT);
    terminated.terminate();
    interrupted.interrupt();
    killed.kill();
    assertThat(terminated.exitCode(LIMIT)).isEqualTo(128 + 15);
    assertThat(interrupted.exitCode(LIMIT)).isEqualTo(128 + 2);
    assertThat(killed.exitCode(LIMIT)).isEqualTo(128 + 9);
    assertThat(terminated.stdout()).endsWith("stopping\n");
    assertThat(interrupted.stdout()).endsWith("stopping\n");
    assertThat(killed.stdout()).doesNotContain("stopping");
  }

  @Test
  void close_kills_grandchildren_even_after_their_parent_and_deletes_the_home() {
    RunningCommand orphaned = harness.start("parent");
    RunningCommand parent = harness.start("parent");
    long orphan = childOf(orphaned);
    long child = childOf(parent);
    orphaned.kill();
    orphaned.exitCode(LIMIT);
    assertThat(isAlive(orphan)).isTrue();
    harness.close();
    eventually(LIMIT, () -> assertThat(isAlive(orphan) || isAlive(child)).isFalse());
    eventually(LIMIT, () -> assertThat(parent.isAlive()).isFalse());
    assertThat(Files.exists(harness.home())).isFalse();
  }

  @Test
  void missing_jar_is_named() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommandHarness.jar(Path.of("target/none.jar")))
        .withMessage("jar: target/none.jar (expected: a file, which mvn package makes)");
  }

  @Test
  void any_program_runs_by_name() {
    try (CommandHarness shell = CommandHarness.program("sh", "-c")) {
      assertThat(shell.run("echo $0-$HOME").stdout()).isEqualTo("sh-" + shell.home() + "\n");
      assertThat(shell.commandLine("true")).containsExactly("sh", "-c", "true");
    }
  }

  private static long childOf(RunningCommand parent) {
    return Long.parseLong(parent.awaitLine("child (\\d+)", LIMIT).group(1));
  }

  /** A dead orphan that nobody has reaped yet still has a number, but no command. */
  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().command()).isPresent();
  }
}
