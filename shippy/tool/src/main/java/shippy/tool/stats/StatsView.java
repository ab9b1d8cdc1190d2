package shippy.tool.stats;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import shippy.console.output.Column;
import shippy.console.output.GoUnits;
import shippy.console.output.ListView;
import shippy.console.output.Table;
import shippy.console.output.Text;
import shippy.proto.debug.StatsResponse;
import shippy.stats.InstanceActivity;
import shippy.stats.StatsResult;

/**
 * Instances by service and version, with the columns of {@code micro stats} and then those of
 * calls.
 *
 * @param callees whether it shows whom each calls
 */
record StatsView(List<InstanceActivity> instances, boolean callees) implements ListView {
  private static final List<Column> COLUMNS =
      List.of(
          Column.id("node"),
          Column.id("address:port"),
          Column.text("started"),
          Column.number("uptime"),
          Column.number("memory"),
          Column.number("threads"),
          Column.number("gc"),
          Column.number("requests"),
          Column.number("errors"),
          Column.number("p50"),
          Column.number("p99"));

  StatsView {
    instances = List.copyOf(instances);
  }

  @Override
  public void text(Text text) {
    VersionHeadings.show(instances, InstanceActivity::node, text, all -> text.table(table(all)));
    TrafficTables.show(instances, callees, text);
  }

  private static Table table(List<InstanceActivity> all) {
    List<StatsResult> reports = all.stream().map(InstanceActivity::report).toList();
    boolean anySilent = reports.stream().anyMatch(StatsResult.Silent.class::isInstance);
    List<Column> columns = new ArrayList<>(COLUMNS);
    if (anySilent) {
      columns.add(Column.text("error"));
    }
    return Table.of(
        columns,
        reports.stream().map(StatsView::row).map(row -> row.subList(0, columns.size())).toList());
  }

  private static List<String> row(StatsResult report) {
    List<String> row = new ArrayList<>(List.of(report.node().id(), report.node().address()));
    row.addAll(report.figures().map(StatsView::cells).orElse(Collections.nCopies(9, "-")));
    row.add(report instanceof StatsResult.Silent silent ? silent.reason() : "");
    return row;
  }

  private static List<String> cells(StatsResponse stats) {
    return List.of(
        GoUnits.time(stats.getStarted()),
        GoUnits.seconds(stats.getUptime()),
        GoUnits.bytes(stats.getMemory()),
        Long.toString(stats.getThreads()),
        GoUnits.micros(stats.getGc() / 1_000),
        Long.toString(stats.getRequests()),
        Long.toString(stats.getErrors()),
        latency(stats.getP50Us()),
        latency(stats.getP99Us()));
  }

  /** Zero means that no call ended lately. */
  static String latency(long micros) {
    return micros == 0 ? "-" : GoUnits.micros(micros);
  }

  @Override
  public List<Item> items() {
    return instances.stream()
        .map(one -> new Item(one.node().id(), json -> StatsJson.instance(one, json)))
        .toList();
  }
}
