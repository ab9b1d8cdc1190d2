package shippy.tool.run;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.JsonValues;
import shippy.testkit.RunningCommand;
import shippy.testkit.TestJar;
import shippy.tool.ShippyMain;

/** Orders from a second terminal to real runs. */
@Order(1)
class ControlVerbsTest {
  private static final Duration START = Duration.ofSeconds(40);
  private static final Pattern PID = Pattern.compile("small \\(pid (\\d+)\\)");

  private final CommandHarness shippy = CommandHarness.main(ShippyMain.class);
  @TempDir private Path directory = Path.of("");
  private String jar = "";

  @BeforeEach
  void pack() {
    shippy.timeout(Duration.ofSeconds(60));
    jar = TestJar.of(directory, "small-service.jar", SmallService.class).toString();
  }

  @AfterEach
  void close() {
    shippy.run("stop");
    shippy.close();
  }

  private RunningCommand run() {
    RunningCommand run = shippy.start("run", jar);
    run.awaitLine("page that shows it all", START);
    return run;
  }

  private static String pid(Result result) {
    return PID.matcher(result.stdout()).results().findFirst().orElseThrow().group(1);
  }

  @Test
  void instances_are_added_read_replaced_and_stopped() {
    RunningCommand run = run();
    Result scaled = shippy.run("scale", "small=2");
    assertThat(scaled.stdout()).contains("running small (pid ", "running small-2 (pid ");
    run.awaitLine("small-2 is added", START);

    assertThat(run.stdout()).doesNotContain("level=info");
    assertThat(shippy.run("logs", "small").stdout()).contains("Starting [service] small");
    String lines = shippy.run("logs", "--tail=1", "-o", "json").stdout();
    assertThat(JsonValues.count(lines)).isOne();
    assertThat(lines).contains("\"text\": ", "\"followed\": false");
    assertThat(shippy.run("logs", "small-2", "--trace=" + SmallService.TRACE).stdout())
        .isEqualTo(
            "level=info trace_id=%s a line of a call\n  and what belongs to it\n"
                .formatted(SmallService.TRACE));
    assertThat(shippy.run("logs", "--trace=4bf92f35", "--tail=2").stdout().lines()).hasSize(2);
    assertThat(shippy.run("logs", "--trace=4bf92f36").stdout()).isEmpty();

    Result restarted = shippy.run("restart", "small");
    assertThat(restarted.exitCode()).as(restarted.stderr()).isZero();
    assertThat(pid(restarted)).isNotEqualTo(pid(scaled));
    run.awaitLine("small: 2 instances replaced after", START);

    RunningCommand log = shippy.start("logs", "--follow");
    log.awaitLine("^small-2 \\| last words", START); // of the one that was replaced
    assertThat(shippy.run("stop", "small-2").stdout()).startsWith("stopping small-2 (pid ");
    run.awaitLine("small-2 \\(pid \\d+\\) is stopped", START);
    eventually(START, () -> assertThat(lines(log, "small-2 | last words")).isEqualTo(2));
    assertThat(run.isAlive()).isTrue();

    run.terminate();

    assertThat(log.exitCode(START)).isZero();
    assertThat(lines(log, "small   | last words")).isEqualTo(2);
    assertThat(log.stderr()).endsWith("the run has ended\n");
  }

  private static long lines(RunningCommand log, String line) {
    return log.stdout().lines().filter(line::equals).count();
  }

  @Test
  void name_that_the_run_does_not_have_is_told_with_those_that_it_has() {
    Result nothing = shippy.run("logs");
    assertThat(nothing.exitCode()).isEqualTo(69);
    assertThat(nothing.stderr()).startsWith("error: nothing runs that 'shippy run' started");
    assertThat(shippy.run("scale", "small").stderr()).contains("(expected: NAME=N");
    assertThat(shippy.run("logs", "--tail=-1").stderr())
        .startsWith("error: --tail: \"-1\" (expected: 0 or more)");
    assertThat(shippy.run("logs", "--trace=4BF").stderr())
        .startsWith("error: --trace: \"4BF\" (expected: 8 to 32 digits of 0-9 and a-f)");

    run();
    Result unknown = shippy.run("restart", "boat");
    assertThat(unknown.exitCode()).isEqualTo(69);
    assertThat(unknown.stderr()).contains("\"boat\"", "(expected: small, or an id)");
    assertThat(shippy.run("logs", "boat").stderr()).contains("it has: small");
  }

  @Test
  void order_that_two_runs_could_take_needs_to_say_which() {
    RunningCommand first = run();
    RunningCommand second = run();

    Result unclear = shippy.run("restart", "small");
    assertThat(unclear.exitCode()).isEqualTo(2);
    assertThat(unclear.stderr())
        .contains("2 runs (expected: --run=PID, to say which)")
        .contains("run %d (http://127.0.0.1:".formatted(first.pid()));
    assertThat(shippy.run("scale", "small=2", "--run", "1").stderr())
        .contains("--run: \"1\" (expected: ");

    shippy.run("scale", "small=2", "--run", String.valueOf(second.pid()));
    second.awaitLine("small-2 is added", START);
    assertThat(shippy.run("logs", "small-2").exitCode()).isZero();
    assertThat(first.stderr()).doesNotContain("is added");
  }
}
