package shippy.tool.stats;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import shippy.proto.debug.StatsResponse;
import shippy.stats.CounterRates.Growth;
import shippy.stats.InstanceActivity;

/** By what {@code top} sorts its rows: the largest first, but nodes as they come. */
enum TopOrder {
  NODE,
  CALLS,
  ERRORS,
  P99,
  MEMORY,
  UPTIME;

  private static final List<TopOrder> ALL = List.of(values());

  Comparator<InstanceActivity> rows() {
    return Comparator.comparingDouble(this::value).reversed();
  }

  private double value(InstanceActivity row) {
    return switch (this) {
      case NODE -> 0;
      case CALLS -> row.growth().map(Growth::callsPerSecond).orElse(-1.0);
      case ERRORS -> row.growth().map(Growth::errorsPerSecond).orElse(-1.0);
      case P99 -> number(row, StatsResponse::getP99Us);
      case MEMORY -> number(row, StatsResponse::getMemory);
      case UPTIME -> number(row, StatsResponse::getUptime);
    };
  }

  private static double number(InstanceActivity row, ToLongFunction<StatsResponse> figure) {
    return row.figures().map(stats -> (double) figure.applyAsLong(stats)).orElse(-1.0);
  }

  TopOrder next() {
    return ALL.get((ALL.indexOf(this) + 1) % ALL.size());
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
