package shippy.tool.run;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.process.ProcessRecord;
import shippy.testkit.CommandHarness;
import shippy.testkit.RunningCommand;
import shippy.testkit.TestJar;
import shippy.tool.ShippyMain;

/** Real runs of real services over mDNS, ended in every way there is. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class SandboxRunTest {
  /** Three JVMs start, on a machine that may be busy. */
  private static final Duration START = Duration.ofSeconds(40);

  private static final Duration END = Duration.ofSeconds(20);

  private final CommandHarness shippy = CommandHarness.main(ShippyMain.class);
  @TempDir private Path directory = Path.of("");
  private String jar = "";

  @BeforeEach
  void makeJar() {
    jar = TestJar.of(directory, "small-service.jar", SmallService.class).toString();
  }

  @AfterEach
  void endAll() {
    traces().forEach(trace -> trace.process().ifPresent(ProcessHandle::destroyForcibly));
    shippy.close();
  }

  @Test
  void ctrl_c_ends_everything_in_order_and_is_success() {
    RunningCommand run = shippy.start("run", jar, jar);
    run.awaitLine("page that shows it all", START);
    List<ProcessRecord> traces = traces();

    run.interrupt();

    assertThat(run.exitCode(END)).isZero();
    assertThat(run.stdout())
        .matches(
            """
            (small.* store by default, .*
            ){2}shippy \\S+   registry mdns   Ctrl-C stops everything

              small     grpc  127.0.0.1:\\d+ +serving
              small-2   grpc  127.0.0.1:\\d+ +serving

            In a second terminal, to see its methods and to follow the logs:
              shippy describe small
              shippy logs -f

            Over HTTP, with a page that shows it all:
              http://127.0.0.1:\\d+/.*
            (small.* last words
            ){2}""")
        .doesNotContain("\u001b");
    assertThat(run.stderr())
        .isEqualTo(
            """
            shippy  | starting small (2)
            shippy  | stopping everything (Ctrl-C again to force)
            shippy  | all stopped
            """);
    assertThat(traces).hasSize(3).allMatch(trace -> trace.process().isEmpty());
    assertThat(traces()).isEmpty();
  }

  @Test
  void killed_service_is_started_again_and_a_second_signal_ends_at_once() {
    RunningCommand run = shippy.start("run", "--logs", jar);
    run.awaitLine("small +\\| .*Starting", START);
    ProcessRecord first = traces().get(1);

    first.process().ifPresent(ProcessHandle::destroyForcibly);
    run.awaitLine("small was ended by signal 9; next start in 0\\.\\d s", END);
    run.awaitLine("small is started again \\(pid \\d+\\)", END);
    ProcessRecord second = traces().get(1);
    assertThat(second.pid()).isNotEqualTo(first.pid());
    eventually(
        START, () -> assertThat(run.stdout().split("Starting \\[service]", -1)).hasSize(1 + 2));

    run.interrupt();
    run.awaitLine("stopping everything", END);
    run.interrupt();
    assertThat(run.exitCode(END)).isEqualTo(130);
    eventually(END, () -> assertThat(second.process()).isEmpty());
  }

  @Test
  void bad_configuration_ends_the_run_with_the_message_of_the_service() {
    shippy.env("MICRO_REGISTER_TTL", "soon");

    CommandHarness.Result result = shippy.run("run", jar);

    assertThat(result.exitCode()).isEqualTo(78);
    assertThat(result.stderr())
        .contains("small  | error: MICRO_REGISTER_TTL: \"soon\" (expected: ")
        .contains("error: small cannot run: bad configuration (exit status 78)")
        .doesNotContain("started again");
  }

  @Test
  void flags_reach_the_services_and_a_lost_registry_is_told_at_once() {
    RunningCommand run =
        shippy.start(
            "run",
            "--logs",
            "--registry=etcd",
            "--registry_address=127.0.0.1:1",
            "--store=sqlite:here.db",
            "--data-dir=there",
            jar);

    String there = Pattern.quote(shippy.home().resolve("there").toString());
    run.awaitLine("small +\\| store sqlite:here.db, data in " + there, START);
    run.awaitLine("shippy +\\| .*127\\.0\\.0\\.1:1.*the services keep trying", START);
    run.awaitLine("small +\\| .*Registry \\[etcd] Registering node", START);
    run.terminate();

    assertThat(run.exitCode(END)).isZero();
  }

  @Test
  void stop_ends_a_run_and_what_a_killed_run_left() {
    RunningCommand run = shippy.start("run", "--logs", jar);
    run.awaitLine("small +\\| .*Starting", START);
    assertThat(shippy.run("stop").stdout()).contains("stopped shippy-run (pid " + run.pid() + ")");
    assertThat(run.exitCode(END)).isZero();

    RunningCommand killed = shippy.start("run", "--logs", jar);
    killed.awaitLine("small +\\| .*Starting", START);
    ProcessRecord orphan = traces().get(1);
    killed.kill();

    assertThat(shippy.run("stop").stdout()).isEqualTo("stopped %s%n".formatted(orphan));
    assertThat(orphan.process()).isEmpty();
  }

  @Test
  void build_that_does_not_start_leaves_the_old_one_and_the_next_good_one_replaces_it()
      throws IOException {
    RunningCommand run = shippy.start("run", "--watch", jar);
    run.awaitLine("shippy +\\| watching small\\S*: build again to replace what runs", START);
    run.awaitLine("page that shows it all", START);
    long first = traces().get(1).pid();

    build(BrokenService.class);
    run.awaitLine(
        "small: build failed to start, keeping the previous version \\(failed \\(exit status 3\\)\\)",
        START);
    assertThat(ProcessHandle.of(first)).isPresent();
    build(SmallService.class);
    run.awaitLine("small: 1 instance replaced after", START);

    assertThat(ProcessHandle.of(first)).isEmpty();
    run.terminate();
    assertThat(run.exitCode(END)).isZero();
  }

  /** As a build that renames its result into place. */
  private void build(Class<?> main) throws IOException {
    Path built = TestJar.of(directory, "built.jar", main);
    Files.move(built, Path.of(jar), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void storage_flags_belong_to_run_alone() {
    assertThat(shippy.run("run", "--help").stdout())
        .containsSubsequence("--store=", "--store_password_file=", "--data_dir=");
    assertThat(shippy.run("stop", "--help").stdout()).doesNotContain("--store", "--data_dir");
    assertThat(shippy.run("stop", "--data_dir=x").exitCode()).isEqualTo(2);
  }

  @Test
  void memory_registry_is_refused_before_anything_starts() {
    CommandHarness.Result result = shippy.run("run", "--registry=memory", jar);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stderr())
        .isEqualTo(
            "error: --registry: \"memory\""
                + " (expected: mdns or etcd: memory reaches no other process)\n");
  }

  /** What the runs of this test have noted. */
  private List<ProcessRecord> traces() {
    List<ProcessRecord> traces = new ArrayList<>();
    Path runs = shippy.home().resolve(".local/state/shippy/run");
    if (Files.isDirectory(runs)) {
      try (Stream<Path> files = Files.list(runs)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".pids")).toList()) {
          Files.readAllLines(file).forEach(l -> ProcessRecord.parse(l).ifPresent(traces::add));
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return traces;
  }
}
