package shippy.bench.report;

import static java.util.stream.Collectors.toMap;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What changed between two reports, worst first. Rows that are compared with a baseline change by
 * their ratio to it, which another machine does not change.
 */
public final class ReportChange {
  private final List<RowChange> changes;

  private record RowChange(Row older, Row newer) {
    /** Above 1 if it is better now. */
    double better() {
      double factor = measure(newer) / measure(older);
      return newer.moreIsBetter() ? factor : 1 / factor;
    }

    private static double measure(Row row) {
      Double ratio = row.ratio();
      return ratio == null ? row.value() : ratio;
    }

    String line() {
      return String.format(
              Locale.ROOT,
              "%6.2f x  %-9s %-44s %-12s %s %s %-4s %s",
              better(),
              newer.section(),
              newer.subject(),
              newer.metric(),
              Report.figure(older.value()),
              Report.figure(newer.value()),
              newer.unit(),
              ratios())
          .stripTrailing();
    }

    private String ratios() {
      Double before = older.ratio();
      Double now = newer.ratio();
      return before == null || now == null
          ? ""
          : String.format(Locale.ROOT, "%.2f -> %.2f x %s", before, now, newer.baseline());
    }
  }

  private ReportChange(List<RowChange> changes) {
    this.changes = changes;
  }

  /** The rows that stand in both. */
  public static ReportChange between(Report older, Report newer) {
    Map<String, Row> before =
        older.rows().stream().collect(toMap(Row::key, row -> row, (first, second) -> second));
    return new ReportChange(
        newer.rows().stream()
            .flatMap(
                row -> Stream.ofNullable(before.get(row.key())).map(old -> new RowChange(old, row)))
            .sorted(Comparator.comparingDouble(RowChange::better))
            .toList());
  }

  /** One line a row: how many times better it is now, then both figures. */
  public String table() {
    StringBuilder table =
        new StringBuilder(
            "better by, section, case, metric, old, new, unit, ratio to a baseline\n");
    changes.forEach(change -> table.append(change.line()).append('\n'));
    return table.toString();
  }
}
