package shippy.consignment.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Counts what became of the records of an import. One thread. */
final class ImportCount {
  private final Map<Outcome.Kind, Long> counts = new EnumMap<>(Outcome.Kind.class);
  private final Supplier<Duration> elapsed;

  ImportCount(Supplier<Duration> elapsed) {
    this.elapsed = elapsed;
  }

  void add(Outcome.Kind kind) {
    counts.merge(kind, 1L, Long::sum);
  }

  long of(Outcome.Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  long failed() {
    return total() - of(Outcome.Kind.CREATED) - of(Outcome.Kind.EXISTED);
  }

  /** While it goes on. */
  String progress(OptionalInt percent) {
    String share = percent.isPresent() ? " (%d%%)".formatted(percent.getAsInt()) : "";
    String failures = failed() == 0 ? "" : ", %s failed".formatted(number(failed()));
    return "%s done%s%s, %s/s".formatted(number(total()), share, failures, number(rate()));
  }

  /** At the end. */
  String summary() {
    String unsent =
        of(Outcome.Kind.UNSENT) == 0
            ? ""
            : ", %s not sent".formatted(number(of(Outcome.Kind.UNSENT)));
    return "%s: %s created, %s already there, %s refused, %s unknown%s, %s/s"
        .formatted(
            number(total()),
            number(of(Outcome.Kind.CREATED)),
            number(of(Outcome.Kind.EXISTED)),
            number(of(Outcome.Kind.REFUSED)),
            number(of(Outcome.Kind.UNKNOWN)),
            unsent,
            number(rate()));
  }

  /** The same for programs. */
  void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("summary");
    json.writeNumberField("records", total());
    json.writeNumberField("created", of(Outcome.Kind.CREATED));
    json.writeNumberField("already_there", of(Outcome.Kind.EXISTED));
    json.writeNumberField("refused", of(Outcome.Kind.REFUSED));
    json.writeNumberField("unknown", of(Outcome.Kind.UNKNOWN));
    json.writeNumberField("not_sent", of(Outcome.Kind.UNSENT));
    json.writeNumberField("milliseconds", elapsed.get().toMillis());
    json.writeEndObject();
    json.writeEndObject();
  }

  /** 12 345: groups of digits are easier to read. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
  }

  private long rate() {
    return Math.round(total() * 1e9 / Math.max(1, elapsed.get().toNanos()));
  }
}
