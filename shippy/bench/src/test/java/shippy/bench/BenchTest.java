package shippy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import shippy.bench.report.BenchOptions;
import shippy.bench.report.Report;
import shippy.bench.report.Row;
import shippy.bench.report.Section;

class BenchTest {
  private static final Row MEASURED = Row.of("load", "16 callers: ours", "creates", 9_000, "1/s");

  @TempDir Path folder;

  @Test
  void what_was_measured_before_a_failure_is_written() {
    Path file = folder.resolve("report.json");

    int code = new CommandLine(new Bench(List.of(new Failing()))).execute("--report=" + file);

    assertThat(code).isEqualTo(CommandLine.ExitCode.SOFTWARE);
    assertThat(Report.read(file).rows()).containsExactly(MEASURED);
  }

  /** Measures one figure, and then no more. */
  private static final class Failing implements Section {
    @Override
    public String name() {
      return "load";
    }

    @Override
    public void addTo(Report report, BenchOptions options) {
      report.add(MEASURED);
      throw new IllegalStateException("no second figure");
    }
  }
}
