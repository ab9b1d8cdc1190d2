package shippy.bench.scale;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import shippy.bench.report.Report;
import shippy.bench.report.Row;
import shippy.clock.Clock;

/** Costs at several sizes, and the exponent with which each grows. Not thread-safe. */
final class Growth {
  private final String subject;
  private final Map<String, Map<Long, Double>> costs = new LinkedHashMap<>();
  private final Map<String, String> units = new LinkedHashMap<>();

  Growth(String subject) {
    this.subject = requireNonNull(subject, "subject");
  }

  /** Adds a cost at a size. */
  void add(String metric, long size, double value, String unit) {
    costs.computeIfAbsent(metric, key -> new LinkedHashMap<>()).put(size, value);
    units.put(metric, unit);
    System.err.printf("  %s, %d: %s %.4f %s%n", subject, size, metric, value, unit);
  }

  /** Adds the middle of so many times, in milliseconds, after a fifth as many that do not count. */
  void time(String metric, long size, int times, Runnable work) {
    double[] millis = new double[times];
    for (int i = -times / 5; i < times; i++) {
      var watch = Clock.system().stopwatch();
      work.run();
      millis[Math.max(0, i)] = watch.get().toNanos() / 1e6;
    }
    Arrays.sort(millis);
    add(metric, size, millis[times / 2], "ms");
  }

  /** Adds all costs, each with its exponent. */
  void addTo(Report report) {
    costs.forEach(
        (metric, sizes) -> {
          sizes.forEach(
              (size, value) ->
                  report.add(
                      Row.of(
                          "scale",
                          "%s, %d".formatted(subject, size),
                          metric,
                          value,
                          units.getOrDefault(metric, ""))));
          report.add(Row.of("scale", subject + ": exponent", metric, exponent(sizes), "of n"));
        });
  }

  /** The slope of the line through the logarithms that fits best. */
  static double exponent(Map<Long, Double> sizes) {
    List<double[]> points = new ArrayList<>();
    sizes.forEach(
        (size, value) ->
            points.add(new double[] {Math.log(size), Math.log(Math.max(value, 1e-6))}));
    double x = points.stream().mapToDouble(p -> p[0]).average().orElse(0);
    double y = points.stream().mapToDouble(p -> p[1]).average().orElse(0);
    double both = points.stream().mapToDouble(p -> (p[0] - x) * (p[1] - y)).sum();
    double square = points.stream().mapToDouble(p -> (p[0] - x) * (p[0] - x)).sum();
    return both / square;
  }
}
