package shippy.tool;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import shippy.console.Column;
import shippy.console.Table;
import shippy.console.Text;
import shippy.console.View;
import shippy.proto.debug.StatsResponse;
import shippy.stats.Rates.Rate;
import shippy.stats.Report;

/**
 * What instances do at one moment.
 *
 * @param at the moment
 * @param reports of all of them
 * @param rates by the id of the node; none for one that is seen for the first time
 */
record TopView(Instant at, List<Report> reports, Map<String, Rate> rates) implements View {
  private static final List<Column> COLUMNS =
      List.of(
          Column.id("NODE"),
          Column.id("ADDRESS"),
          Column.number("CALLS/S"),
          Column.number("ERRORS/S"),
          Column.number("P50"),
          Column.number("P99"),
          Column.number("MEMORY"),
          Column.number("THREADS"),
          Column.number("UPTIME"),
          Column.text("STATE"));

  TopView {
    reports = List.copyOf(reports);
    rates = Map.copyOf(rates);
  }

  @Override
  public void text(Text text) {
    text.line("instances %d, calls/s %s".formatted(reports.size(), Amounts.rate(sum())));
    text.line("");
    text.table(Table.of(COLUMNS, reports.stream().map(this::row).toList()));
  }

  private double sum() {
    return rates.values().stream().mapToDouble(Rate::requests).sum();
  }

  private Optional<Rate> rate(Report report) {
    return Optional.ofNullable(rates.get(report.node().id()));
  }

  private List<String> row(Report report) {
    if (report instanceof Report.Silent silent) {
      return List.of(
          silent.node().id(),
          silent.node().address(),
          "-",
          "-",
          "-",
          "-",
          "-",
          "-",
          "-",
          silent.reason());
    }
    StatsResponse stats = ((Report.Told) report).stats();
    return List.of(
        report.node().id(),
        report.node().address(),
        rate(report).map(rate -> Amounts.rate(rate.requests())).orElse("-"),
        rate(report).map(rate -> Amounts.rate(rate.errors())).orElse("-"),
        StatsView.latency(stats.getP50Us()),
        StatsView.latency(stats.getP99Us()),
        Amounts.bytes(stats.getMemory()),
        Long.toString(stats.getThreads()),
        Amounts.seconds(stats.getUptime()),
        "ok");
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("at", at.toEpochMilli());
    json.writeArrayFieldStart("instances");
    for (Report report : reports) {
      write(report, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(Report report, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("service", report.node().service());
    json.writeStringField("id", report.node().id());
    json.writeStringField("address", report.node().address());
    if (report instanceof Report.Told told) {
      Optional<Rate> rate = rate(report);
      if (rate.isPresent()) {
        json.writeNumberField("rate", rate.get().requests());
        json.writeNumberField("error_rate", rate.get().errors());
      }
      StatsJson.counts(told.stats(), json);
      StatsJson.vitals(told.stats(), json);
    } else if (report instanceof Report.Silent silent) {
      json.writeStringField("error", silent.reason());
    }
    json.writeEndObject();
  }
}
