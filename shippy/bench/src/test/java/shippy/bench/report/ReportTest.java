package shippy.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.problem.ProblemException;

class ReportTest {
  @TempDir Path folder;

  @Test
  void report_is_read_as_it_was_written() throws Exception {
    Report report = report(9_000, 1.5);
    Path file = folder.resolve("deep/report.json");
    report.write(file);
    assertThat(Report.read(file).rows()).isEqualTo(report.rows()).hasSize(3);
    assertThat(Files.readString(file)).contains("\"case\": \"16 callers: ours\"");
  }

  @Test
  void table_has_a_line_for_each_row() {
    assertThat(report(9_000, 1.5).table())
        .isEqualTo(
            """
            load      16 callers: ours                             creates            9000 1/s    0.90 x theirs
            load      16 callers: ours                             p99                1.50 ms
            memory    idle: ours                                   vessel             64.2 MB     2.60 x theirs
            """);
  }

  @Test
  void change_is_told_worst_first_and_by_ratio_where_there_is_one() {
    Report older = report(9_000, 1.5);
    Report newer = new Report();
    older.rows().stream().skip(2).forEach(newer::add);
    newer.add(Row.of("load", "16 callers: ours", "p99", 3, "ms"));
    // fewer than before, on a slower machine
    newer.add(row("creates", 8_000, "1/s").against("theirs", 4_000));
    newer.add(row("new", 1, "1/s"));
    assertThat(ReportChange.between(older, newer).table())
        .isEqualTo(
            """
            better by, section, case, metric, old, new, unit, ratio to a baseline
              0.50 x  load      16 callers: ours                             p99                1.50       3.00 ms
              1.00 x  memory    idle: ours                                   vessel             64.2       64.2 MB   2.60 -> 2.60 x theirs
              2.22 x  load      16 callers: ours                             creates            9000       8000 1/s  0.90 -> 2.00 x theirs
            """);
  }

  @Test
  void figure_beside_nothing_stands_alone() {
    assertThat(row("processor", 2, "s").against("theirs", 0)).isEqualTo(row("processor", 2, "s"));
  }

  @Test
  void what_is_no_report_is_refused() throws Exception {
    Path file = Files.writeString(folder.resolve("other.json"), "[1]");
    for (Path path : List.of(file, folder.resolve("missing.json"))) {
      assertThatThrownBy(() -> Report.read(path))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining(path + ": not readable (expected: a report of make bench)");
    }
  }

  @Test
  void figures_of_rounds_become_medians_with_the_baselines_that_were_measured() {
    Figures figures = new Figures("load");
    for (double value : new double[] {5, 900, 10}) {
      figures.add("16 callers", "ours", "creates", value, "1/s");
      figures.add("16 callers", "theirs", "creates", 2 * value, "1/s");
    }
    Report report = new Report();
    figures.addTo(report, Map.of("ours", List.of("theirs", "not there")));
    assertThat(report.rows())
        .containsExactly(
            row("creates", 10, "1/s").against("theirs", 20),
            Row.of("load", "16 callers: theirs", "creates", 20, "1/s"));
  }

  private static Report report(double creates, double p99) {
    return new Report()
        .add(row("creates", creates, "1/s").against("theirs", 10_000))
        .add(row("p99", p99, "ms"))
        .add(Row.of("memory", "idle: ours", "vessel", 64.2, "MB").against("theirs", 24.7));
  }

  private static Row row(String metric, double value, String unit) {
    return Row.of("load", "16 callers: ours", metric, value, unit);
  }
}
