package shippy.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of several rounds, by case and by who ran it; their medians become rows. Not
 * thread-safe.
 */
public final class Figures {
  private final String section;
  private final Map<What, Map<String, List<Double>>> values = new LinkedHashMap<>();

  private record What(String subject, String metric, String unit) {}

  public Figures(String section) {
    this.section = section;
  }

  /** Adds what one round has measured. */
  public void add(String subject, String who, String metric, double value, String unit) {
    values
        .computeIfAbsent(new What(subject, metric, unit), key -> new LinkedHashMap<>())
        .computeIfAbsent(who, key -> new ArrayList<>())
        .add(value);
    System.err.printf("  %s: %s, %s %.3f %s%n", subject, who, metric, value, unit);
  }

  /** Adds the medians: one row for each baseline of somebody that was measured, else one alone. */
  public void addTo(Report report, Map<String, List<String>> baselines) {
    values.forEach(
        (what, medians) ->
            medians
                .keySet()
                .forEach(who -> rows(what, who, baselines.getOrDefault(who, List.of()), report)));
  }

  private void rows(What what, String who, List<String> baselines, Report report) {
    Row row =
        Row.of(
            section,
            what.subject() + ": " + who,
            what.metric(),
            median(what, who).orElseThrow(),
            what.unit());
    List<Row> compared = new ArrayList<>();
    for (String baseline : baselines) {
      median(what, baseline).ifPresent(value -> compared.add(row.against(baseline, value)));
    }
    (compared.isEmpty() ? List.of(row) : compared).forEach(report::add);
  }

  private Optional<Double> median(What what, String who) {
    return Optional.ofNullable(values.getOrDefault(what, Map.of()).get(who))
        .map(all -> BenchOptions.median(all.stream().mapToDouble(Double::doubleValue).toArray()));
  }
}
