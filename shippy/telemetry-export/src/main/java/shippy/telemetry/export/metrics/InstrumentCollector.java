package shippy.telemetry.export.metrics;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import shippy.telemetry.Instrument;

/**
 * Asks instruments for their values when somebody scrapes. Of two with the same name and labels the
 * one added last counts, since a metric must not appear twice.
 */
record InstrumentCollector(Supplier<List<Instrument>> instruments) implements MultiCollector {
  @Override
  public MetricSnapshots collect() {
    Map<String, List<Instrument>> byName =
        instruments.get().stream()
            .collect(
                groupingBy(Instrument::name, LinkedHashMap::new, toCollection(ArrayList::new)));
    return new MetricSnapshots(byName.values().stream().map(InstrumentCollector::family).toList());
  }

  private static MetricSnapshot family(List<Instrument> all) {
    Map<Map<String, String>, Instrument> byLabels = new LinkedHashMap<>();
    all.forEach(one -> byLabels.put(one.labels(), one));
    Collection<Instrument> last = byLabels.values();
    Instrument first = all.get(0);
    return switch (first.kind()) {
      case GAUGE -> {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(first.name()).help(first.help());
        last.forEach(
            one -> gauge.dataPoint(new GaugeDataPointSnapshot(value(one), labels(one), null)));
        yield gauge.build();
      }
      case COUNTER -> {
        CounterSnapshot.Builder counter =
            CounterSnapshot.builder().name(first.name()).help(first.help());
        last.forEach(
            one ->
                counter.dataPoint(new CounterDataPointSnapshot(value(one), labels(one), null, 0)));
        yield counter.build();
      }
    };
  }

  private static double value(Instrument one) {
    return one.value().getAsDouble();
  }

  private static Labels labels(Instrument one) {
    Labels.Builder labels = Labels.builder();
    one.labels().forEach(labels::label);
    return labels.build();
  }
}
