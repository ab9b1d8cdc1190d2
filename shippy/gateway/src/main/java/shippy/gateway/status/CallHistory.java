package shippy.gateway.status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls, errors and latencies of the last 15 minutes, of each service and of each instance, in
 * steps of ten seconds. Safe for any thread.
 */
final class CallHistory {
  static final Duration STEP = Duration.ofSeconds(10);
  static final int STEPS = 90;

  /** Services and instances together; of more than that, the first to come stay. */
  private static final int MAX_SERIES = 2_000;

  private final Map<String, Series> series = new LinkedHashMap<>();

  /**
   * What the page draws: a list has one value a step, the oldest first, and null where nothing is
   * known.
   *
   * @param at when the last step ended
   */
  record Chart(long at, long stepMs, Map<String, Lines> series) {}

  /** Calls and errors a second. */
  record Lines(
      List<@Nullable Double> calls,
      List<@Nullable Double> errors,
      List<@Nullable Double> p50Us,
      List<@Nullable Double> p99Us) {}

  /** By step: sums, and the highest quantiles. */
  private static final class Series {
    private final long[] step = new long[STEPS];
    private final double[] calls = new double[STEPS];
    private final double[] errors = new double[STEPS];
    private final double[] p50 = new double[STEPS];
    private final double[] p99 = new double[STEPS];
    private final int[] looks = new int[STEPS];
    private long last;

    void add(long now, double rate, double failed, double p50Us, double p99Us) {
      int i = (int) (now % STEPS);
      if (step[i] != now) {
        step[i] = now;
        looks[i] = 0;
        calls[i] = errors[i] = p50[i] = p99[i] = 0;
      }
      looks[i]++;
      calls[i] += rate;
      errors[i] += failed;
      p50[i] = Math.max(p50[i], p50Us);
      p99[i] = Math.max(p99[i], p99Us);
      last = now;
    }

    Lines before(long now) {
      Lines lines =
          new Lines(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (long s = now - STEPS; s < now; s++) {
        int i = (int) (s % STEPS);
        boolean known = step[i] == s && looks[i] > 0;
        lines.calls().add(value(known, () -> calls[i] / looks[i]));
        lines.errors().add(value(known, () -> errors[i] / STEP.toSeconds()));
        lines.p50Us().add(value(known && p50[i] > 0, () -> p50[i]));
        lines.p99Us().add(value(known && p99[i] > 0, () -> p99[i]));
      }
      return lines;
    }

    private static @Nullable Double value(boolean known, DoubleSupplier of) {
      return known ? Math.round(of.getAsDouble() * 100) / 100.0 : null;
    }
  }

  /**
   * Adds what one look saw. The quantiles of a service: the median of its instances' medians, and
   * the highest of their 99th percentiles.
   */
  synchronized void look(long nowMillis, List<SystemStatus.Service> services) {
    long now = nowMillis / STEP.toMillis();
    series.values().removeIf(one -> one.last < now - STEPS);
    for (SystemStatus.Service service : services) {
      List<SystemStatus.Instance> told =
          service.nodes().stream().filter(node -> node.rate() != null).toList();
      told.forEach(node -> add(now, node.id(), List.of(node)));
      add(now, service.name(), told);
    }
  }

  private void add(long now, String name, List<SystemStatus.Instance> nodes) {
    if (nodes.isEmpty() || (series.size() >= MAX_SERIES && !series.containsKey(name))) {
      return;
    }
    double[] p50 = nodes.stream().mapToDouble(n -> or0(n.p50Us())).filter(v -> v > 0).toArray();
    Arrays.sort(p50);
    series
        .computeIfAbsent(name, n -> new Series())
        .add(
            now,
            nodes.stream().mapToDouble(n -> or0(n.rate())).sum(),
            nodes.stream().mapToDouble(n -> or0(n.errors())).sum(),
            p50.length == 0 ? 0 : p50[p50.length / 2],
            nodes.stream().mapToDouble(n -> or0(n.p99Us())).max().orElse(0));
  }

  private static double or0(@Nullable Number value) {
    return value == null ? 0 : value.doubleValue();
  }

  /** The chart of one service or instance, or of these services. */
  synchronized Chart chart(long nowMillis, List<String> names) {
    long now = nowMillis / STEP.toMillis();
    Map<String, Lines> lines = new LinkedHashMap<>();
    for (String name : names) {
      Optional.ofNullable(series.get(name)).ifPresent(one -> lines.put(name, one.before(now)));
    }
    return new Chart(now * STEP.toMillis(), STEP.toMillis(), lines);
  }
}
