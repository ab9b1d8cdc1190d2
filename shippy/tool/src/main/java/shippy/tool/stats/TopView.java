package shippy.tool.stats;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import shippy.console.output.Column;
import shippy.console.output.GoUnits;
import shippy.console.output.Table;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.proto.debug.StatsResponse;
import shippy.stats.CounterRates.Growth;
import shippy.stats.InstanceActivity;
import shippy.stats.StatsResult;

/**
 * What instances do at one moment, in 80 columns; {@code stats} tells the rest.
 *
 * @param at the moment
 * @param instances what they did since the last look
 * @param callees whether it shows whom each calls
 */
record TopView(Instant at, List<InstanceActivity> instances, boolean callees) implements View {
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
    instances = List.copyOf(instances);
  }

  /** The same, as keys have chosen it. */
  View arranged(TopKeys keys) {
    return new View() {
      @Override
      public void text(Text text) {
        Stream<InstanceActivity> rows =
            instances.stream()
                .filter(one -> keys.shows(one.node().id(), one.node().address()))
                .sorted(keys.order().rows());
        show(keys.help(), rows.toList(), text);
      }

      @Override
      public void json(JsonGenerator json) throws IOException {
        TopView.this.json(json);
      }
    };
  }

  @Override
  public void text(Text text) {
    show("", instances, text);
  }

  private void show(String help, List<InstanceActivity> rows, Text text) {
    double sum =
        instances.stream()
            .flatMap(one -> one.growth().stream())
            .mapToDouble(Growth::callsPerSecond)
            .sum();
    text.line("instances %d, calls/s %s".formatted(instances.size(), GoUnits.rate(sum)));
    text.line(help);
    text.table(Table.of(COLUMNS, rows.stream().map(TopView::row).toList()));
    TrafficTables.show(rows, callees, text);
  }

  private static List<String> row(InstanceActivity one) {
    StatsResult report = one.report();
    String id = one.node().shortId();
    if (!(report instanceof StatsResult.Answered answered)) {
      String state =
          report instanceof StatsResult.Silent silent ? silent.reason() : "ok, without figures";
      return List.of(id, "-", "-", "-", "-", "-", "-", state);
    }
    StatsResponse stats = answered.stats();
    return List.of(
        id,
        one.growth().map(grown -> GoUnits.rate(grown.callsPerSecond())).orElse("-"),
        one.growth().map(grown -> GoUnits.rate(grown.errorsPerSecond())).orElse("-"),
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
    for (InstanceActivity one : instances) {
      StatsJson.instance(one, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
