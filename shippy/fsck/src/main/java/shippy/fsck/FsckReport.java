package shippy.fsck;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import shippy.console.output.Column;
import shippy.console.output.NumberFormats;
import shippy.console.output.Table;
import shippy.console.output.Text;
import shippy.console.output.View;

/**
 * The result of a check.
 *
 * @param consignments number of those compared, like the other numbers
 * @param mismatches those left, most harmful first
 * @param repaired the repairs and their mismatches
 */
public record FsckReport(
    int consignments,
    int reservations,
    int vessels,
    List<Mismatch> mismatches,
    List<Repair.Done> repaired)
    implements View {

  /** On a narrow terminal the word of a kind is shortened last, like an id. */
  private static final List<Column> COLUMNS =
      List.of(
          Column.id("ID"), Column.id("WHAT"), Column.text("ONE SIDE"), Column.text("OTHER SIDE"));

  public FsckReport {
    mismatches = List.copyOf(mismatches);
    repaired = List.copyOf(repaired);
  }

  static FsckReport of(StoredState last, Collection<Mismatch> left, List<Repair.Done> repaired) {
    return new FsckReport(
        last.consignments().size(),
        last.reservations().size(),
        last.fleet().size(),
        List.copyOf(left),
        repaired);
  }

  /** Whether there is no mismatch left. */
  public boolean clean() {
    return mismatches.isEmpty();
  }

  @Override
  public void text(Text text) {
    repaired.forEach(done -> text.line(word(done.action()) + " " + done.mismatch().id()));
    if (!mismatches.isEmpty()) {
      text.table(Table.of(COLUMNS, mismatches.stream().map(FsckReport::row).toList()));
      text.line("");
      mismatches.stream().map(Mismatch::kind).distinct().forEach(kind -> explain(kind, text));
      text.line("");
    }
    text.line(summary());
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("consignments", consignments);
    json.writeNumberField("reservations", reservations);
    json.writeNumberField("vessels", vessels);
    json.writeArrayFieldStart("mismatches");
    for (Mismatch mismatch : mismatches) {
      write(mismatch, json);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("repaired");
    for (Repair.Done done : repaired) {
      json.writeStartObject();
      json.writeStringField("id", done.mismatch().id());
      json.writeStringField("kind", done.mismatch().kind().word());
      json.writeStringField("action", word(done.action()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  @Override
  public List<Item> items() {
    return mismatches.stream()
        .map(mismatch -> new Item(mismatch.id(), json -> write(mismatch, json)))
        .toList();
  }

  private static void write(Mismatch mismatch, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", mismatch.id());
    json.writeStringField("kind", mismatch.kind().word());
    json.writeStringField("meaning", mismatch.kind().meaning());
    json.writeArrayFieldStart("found");
    json.writeString(mismatch.one());
    json.writeString(mismatch.other());
    json.writeEndArray();
    json.writeStringField("fix", mismatch.kind().fix());
    json.writeEndObject();
  }

  private static List<String> row(Mismatch mismatch) {
    return List.of(mismatch.id(), mismatch.kind().word(), mismatch.one(), mismatch.other());
  }

  private static void explain(MismatchKind kind, Text text) {
    text.line(kind.word() + ": " + kind.meaning());
    text.line("  " + kind.fix());
  }

  private String summary() {
    return "checked %s, %s, %s: %s"
        .formatted(
            NumberFormats.count(consignments, "consignment"),
            NumberFormats.count(reservations, "reservation"),
            NumberFormats.count(vessels, "vessel"),
            verdict());
  }

  private String verdict() {
    String left = clean() ? "no mismatch" : NumberFormats.count(mismatches.size(), "mismatch");
    return repaired.isEmpty()
        ? left
        : "%s repaired, %s left".formatted(NumberFormats.count(repaired.size()), left);
  }

  private static String word(Repair.Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }
}
