package shippy.demo;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import shippy.console.output.Column;
import shippy.console.output.NumberFormats;
import shippy.console.output.Table;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.fsck.FsckReport;

/**
 * What the demo has found.
 *
 * @param rows one for each step
 * @param total of all steps
 * @param failures texts of the first failed calls, and of a check that could not be made
 * @param crashed instances that ended by themselves
 * @param acknowledged how many consignments were created, as the services said
 * @param missing how many of them the services do not list
 * @param fsck empty if it could not be made
 */
record DemoSummary(
    List<Row> rows,
    CallTotals.Counts total,
    List<String> failures,
    List<String> crashed,
    long acknowledged,
    long missing,
    Optional<FsckReport> fsck)
    implements View {

  private static final int SHOWN_FAILURES = 5;
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("STEP"),
          Column.number("AT"),
          Column.number("CALLS"),
          Column.number("RETRIED"),
          Column.number("FAILED"),
          Column.number("SLOWEST"));

  /** A step, when it began, and the calls during it. */
  record Row(String step, Duration at, CallTotals.Counts counts) {}

  DemoSummary {
    rows = List.copyOf(rows);
    failures = List.copyOf(failures);
    crashed = List.copyOf(crashed);
  }

  /** Whether no request and no consignment was lost. */
  boolean clean() {
    return total.failed() == 0
        && crashed.isEmpty()
        && missing == 0
        && fsck.filter(FsckReport::clean).isPresent();
  }

  @Override
  public void text(Text text) {
    text.table(Table.of(COLUMNS, rows.stream().map(DemoSummary::cells).toList()));
    text.line("");
    failures.stream().limit(SHOWN_FAILURES).forEach(failure -> text.line("  " + failure));
    if (failures.size() > SHOWN_FAILURES) {
      text.line("  …");
    }
    crashed.forEach(name -> text.line("  %s ended by itself".formatted(name)));
    fsck.ifPresent(report -> report.text(text));
    text.line(
        "%s of %s missing"
            .formatted(
                NumberFormats.count(missing),
                NumberFormats.count(acknowledged, "acknowledged consignment")));
    text.line(
        "%s of %s lost"
            .formatted(
                NumberFormats.count(total.failed()),
                NumberFormats.count(total.calls(), "request")));
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("steps");
    for (Row row : rows) {
      json.writeStartObject();
      json.writeStringField("step", row.step());
      json.writeNumberField("at_ms", row.at().toMillis());
      write(row.counts(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    write(total, json);
    write("failures", failures, json);
    write("crashed", crashed, json);
    json.writeNumberField("acknowledged", acknowledged);
    json.writeNumberField("missing", missing);
    if (fsck.isPresent()) {
      json.writeFieldName("fsck");
      fsck.get().json(json);
    }
    json.writeEndObject();
  }

  private static List<String> cells(Row row) {
    return List.of(
        row.step(),
        NumberFormats.clock(row.at()),
        NumberFormats.count(row.counts().calls()),
        NumberFormats.count(row.counts().retried()),
        NumberFormats.count(row.counts().failed()),
        NumberFormats.millis(row.counts().slowest()));
  }

  private static void write(CallTotals.Counts counts, JsonGenerator json) throws IOException {
    json.writeNumberField("calls", counts.calls());
    json.writeNumberField("retried", counts.retried());
    json.writeNumberField("failed", counts.failed());
    json.writeNumberField("slowest_ms", counts.slowest().toMillis());
  }

  private static void write(String name, List<String> texts, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
