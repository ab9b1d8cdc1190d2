package shippy.tool.stats;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import shippy.console.output.Column;
import shippy.console.output.Table;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.proto.debug.StatsResponse;
import shippy.stats.CounterRates;
import shippy.stats.CounterRates.Growth;
import shippy.stats.StatsResult;

/**
 * What instances do at one moment, in 80 columns; {@code stats} tells the rest.
 *
 * @param at the moment
 * @param reports of all of them
 * @param growth by the id of the node; none for one that is seen for the first time
 */
record TopView(Instant at, List<StatsResult> reports, Map<String, Growth> growth) implements View {
  private static final List<Column> COLUMNS =
      List.of(
          Column.id("NODE"),
          Column.number("CALLS/S"),
          Column.number("ERRORS/S"),
          Column.number("P50"),
          Column.number("P99"),
          Column.number("MEMORY"),
          Column.number("UPTIME"),
          Column.text("STATE"));

  TopView {
    reports = List.copyOf(reports);
    growth = Map.copyOf(growth);
  }

  /** The instances now; one that was restarted since the last look has no rate yet. */
  static TopView of(Instant at, List<StatsResult> reports, CounterRates rates) {
    Map<String, Growth> growth = new HashMap<>();
    for (StatsResult report : reports) {
      if (report instanceof StatsResult.Answered answered) {
        String id = answered.node().id();
        StatsResponse stats = answered.stats();
        rates
            .of(id + " " + stats.getStarted(), stats.getRequests(), stats.getErrors())
            .ifPresent(grown -> growth.put(id, grown));
      }
    }
    rates.looked();
    return new TopView(at, reports, growth);
  }

  /** One instance, for sorting. */
  record Row(StatsResult report, Optional<Growth> growth) {
    Optional<StatsResponse> stats() {
      return report instanceof StatsResult.Answered answered
          ? Optional.of(answered.stats())
          : Optional.empty();
    }
  }

  /** The same, as keys have chosen it. */
  View arranged(TopKeys keys) {
    return new View() {
      @Override
      public void text(Text text) {
        Stream<StatsResult> rows =
            reports.stream()
                .filter(one -> keys.shows(one.node().id(), one.node().address()))
                .map(one -> new Row(one, growth(one)))
                .sorted(keys.order().rows())
                .map(Row::report);
        show(keys.help(), rows, text);
      }

      @Override
      public void json(JsonGenerator json) throws IOException {
        TopView.this.json(json);
      }
    };
  }

  @Override
  public void text(Text text) {
    show("", reports.stream(), text);
  }

  private void show(String help, Stream<StatsResult> rows, Text text) {
    text.line("instances %d, calls/s %s".formatted(reports.size(), GoUnits.rate(sum())));
    text.line(help);
    text.table(Table.of(COLUMNS, rows.map(this::row).toList()));
  }

  private double sum() {
    return growth.values().stream().mapToDouble(Growth::callsPerSecond).sum();
  }

  private Optional<Growth> growth(StatsResult report) {
    return Optional.ofNullable(growth.get(report.node().id()));
  }

  private List<String> row(StatsResult report) {
    if (report instanceof StatsResult.Silent silent) {
      return List.of(silent.node().shortId(), "-", "-", "-", "-", "-", "-", silent.reason());
    }
    if (!(report instanceof StatsResult.Answered answered)) {
      return List.of(report.node().shortId(), "-", "-", "-", "-", "-", "-", "ok, without figures");
    }
    StatsResponse stats = answered.stats();
    return List.of(
        report.node().shortId(),
        growth(report).map(grown -> GoUnits.rate(grown.callsPerSecond())).orElse("-"),
        growth(report).map(grown -> GoUnits.rate(grown.errorsPerSecond())).orElse("-"),
        StatsView.latency(stats.getP50Us()),
        StatsView.latency(stats.getP99Us()),
        GoUnits.bytes(stats.getMemory()),
        GoUnits.seconds(stats.getUptime()),
        "ok");
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("at", at.toEpochMilli());
    json.writeArrayFieldStart("instances");
    for (StatsResult report : reports) {
      write(report, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(StatsResult report, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("service", report.node().service());
    json.writeStringField("id", report.node().id());
    json.writeStringField("address", report.node().address());
    if (report instanceof StatsResult.Answered answered) {
      Optional<Growth> grown = growth(report);
      if (grown.isPresent()) {
        json.writeNumberField("rate", grown.get().callsPerSecond());
        json.writeNumberField("error_rate", grown.get().errorsPerSecond());
      }
      StatsJson.counts(answered.stats(), json);
      StatsJson.vitals(answered.stats(), json);
    } else if (report instanceof StatsResult.Silent silent) {
      json.writeStringField("error", silent.reason());
    }
    json.writeEndObject();
  }
}
