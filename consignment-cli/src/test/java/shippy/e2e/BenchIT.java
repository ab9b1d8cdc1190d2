package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;

/** The benchmark runs and reports; what it measures here says nothing. */
@Tag("etcd")
class BenchIT {
  @TempDir Path folder;

  @Test
  void hand_wired_services_are_loaded_and_told() throws Exception {
    Path report = folder.resolve("report.json");
    Path program = Sandbox.ROOT.resolve("shippy/bench/run");
    try (CommandHarness bench = CommandHarness.program(program.toString(), "Bench")) {
      Result result =
          bench
              .quickJava()
              .directory(Sandbox.ROOT)
              .run(
                  "--section=load",
                  "--peers=hand-wired",
                  "--rounds=1",
                  "--seconds=0.3",
                  "--report=" + report);
      assertThat(result.exitCode()).as(result.stderr()).isZero();
      List<String> lines = result.stdout().lines().toList();
      assertThat(lines)
          .anySatisfy(line -> assertThat(line).matches(row("64 callers, warm", "creates", "1/s")))
          .anySatisfy(line -> assertThat(line).matches(row("64 callers, warm", "p99", "ms")))
          .anySatisfy(line -> assertThat(line).matches(row("resident, loaded", "vessel", "MB")))
          .noneSatisfy(line -> assertThat(line).contains("failures"));
      assertThat(Files.readString(report)).contains("\"case\": \"64 callers, warm: hand-wired\"");
    }
  }

  private static String row(String subject, String metric, String unit) {
    return "load +%s: hand-wired +%s +[1-9][0-9.]* %s".formatted(subject, metric, unit);
  }
}
