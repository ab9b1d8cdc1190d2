package shippy.consignment;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import shippy.consignment.Consignment.State;
import shippy.telemetry.Instrument;

/** Counts how attempts to decide a consignment end. Safe for any thread. */
final class SagaOutcomes {
  private final Map<State, LongAdder> counts = new EnumMap<>(State.class);

  SagaOutcomes() {
    Arrays.stream(State.values()).forEach(state -> counts.put(state, new LongAdder()));
  }

  /** One ended with this; null if nobody knows yet. */
  void count(@Nullable Consignment decided) {
    State state = decided == null ? State.PENDING : decided.state();
    requireNonNull(counts.get(state)).increment();
  }

  /** For exporters: one for each outcome. */
  List<Instrument> instruments() {
    return counts.entrySet().stream().map(one -> instrument(one.getKey(), one.getValue())).toList();
  }

  private static Instrument instrument(State state, LongAdder count) {
    String outcome = state == State.PENDING ? "undecided" : state.name().toLowerCase(Locale.ROOT);
    return Instrument.counter(
        "shippy_saga_outcomes",
        "Attempts to decide a consignment, by how they ended.",
        Map.of("outcome", outcome),
        count::sum);
  }
}
