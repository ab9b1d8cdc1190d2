package shippy.tool.stats;

import java.util.Comparator;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** By what {@code top} sorts its rows: largest first, but names and services as they are. */
enum TopOrder {
  NODE(row -> 0),
  CALLS(row -> row.growth().map(grown -> grown.callsPerSecond()).orElse(-1.0)),
  ERRORS(row -> row.growth().map(grown -> grown.errorsPerSecond()).orElse(-1.0)),
  P99(row -> row.stats().map(stats -> (double) stats.getP99Us()).orElse(-1.0)),
  MEMORY(row -> row.stats().map(stats -> (double) stats.getMemory()).orElse(-1.0)),
  UPTIME(row -> row.stats().map(stats -> (double) stats.getUptime()).orElse(-1.0));

  private final ToDoubleFunction<TopView.Row> value;

  TopOrder(ToDoubleFunction<TopView.Row> value) {
    this.value = value;
  }

  Comparator<TopView.Row> rows() {
    return Comparator.comparingDouble(value).reversed();
  }

  TopOrder next() {
    return values()[(ordinal() + 1) % values().length];
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
