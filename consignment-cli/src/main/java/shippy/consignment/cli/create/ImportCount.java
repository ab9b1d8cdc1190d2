package shippy.consignment.cli.create;

import static shippy.consignment.cli.create.CreateOutcome.Kind.CREATED;
import static shippy.consignment.cli.create.CreateOutcome.Kind.EXISTED;
import static shippy.consignment.cli.create.CreateOutcome.Kind.REFUSED;
import static shippy.consignment.cli.create.CreateOutcome.Kind.UNKNOWN;
import static shippy.consignment.cli.create.CreateOutcome.Kind.UNSENT;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import shippy.console.output.NumberFormats;

/** Counts what became of the records of an import. One thread. */
final class ImportCount {
  private final Map<CreateOutcome.Kind, Long> counts = new EnumMap<>(CreateOutcome.Kind.class);
  private final Supplier<Duration> elapsed;

  ImportCount(Supplier<Duration> elapsed) {
    this.elapsed = elapsed;
  }

  void add(CreateOutcome.Kind kind) {
    counts.merge(kind, 1L, Long::sum);
  }

  /** While it goes on. */
  String progress(OptionalInt percent) {
    String share = percent.isPresent() ? " (%d%%)".formatted(percent.getAsInt()) : "";
    String failures = failed() == 0 ? "" : ", %s failed".formatted(NumberFormats.count(failed()));
    return "%s done%s%s, %s/s".formatted(NumberFormats.count(total()), share, failures, rate());
  }

  /** At the end. */
  String summary() {
    if (total() == 0) {
      return "nothing to create: there is no consignment in the input";
    }
    String unsent = of(UNSENT) == 0 ? "" : ", %s not sent".formatted(shown(UNSENT));
    return "%s: %s created, %s already there, %s refused, %s unknown%s, %s/s"
        .formatted(
            NumberFormats.count(total()),
            shown(CREATED),
            shown(EXISTED),
            shown(REFUSED),
            shown(UNKNOWN),
            unsent,
            rate());
  }

  /** The same for programs. */
  void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("summary");
    json.writeNumberField("records", total());
    json.writeNumberField("created", of(CREATED));
    json.writeNumberField("already_there", of(EXISTED));
    json.writeNumberField("refused", of(REFUSED));
    json.writeNumberField("unknown", of(UNKNOWN));
    json.writeNumberField("not_sent", of(UNSENT));
    json.writeNumberField("milliseconds", elapsed.get().toMillis());
    json.writeEndObject();
    json.writeEndObject();
  }

  /** If there are failures. */
  String notCreated() {
    return "%s of %s consignments were not created"
        .formatted(NumberFormats.count(failed()), NumberFormats.count(total()));
  }

  private long of(CreateOutcome.Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  private String shown(CreateOutcome.Kind kind) {
    return NumberFormats.count(of(kind));
  }

  private long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private long failed() {
    return total() - of(CREATED) - of(EXISTED);
  }

  private String rate() {
    return NumberFormats.count(Math.round(total() * 1e9 / Math.max(1, elapsed.get().toNanos())));
  }
}
