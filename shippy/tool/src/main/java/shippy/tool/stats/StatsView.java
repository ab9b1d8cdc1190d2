package shippy.tool.stats;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import shippy.console.output.Column;
import shippy.console.output.ListView;
import shippy.console.output.Table;
import shippy.console.output.Text;
import shippy.proto.debug.StatsResponse;
import shippy.registry.Versions;
import shippy.stats.StatsResult;

/**
 * Instances by service and version, with the columns of {@code micro stats} and then those of
 * calls.
 */
record StatsView(List<StatsResult> reports) implements ListView {
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

  private record Group(String service, String version) implements Comparable<Group> {
    static Group of(StatsResult report) {
      return new Group(report.node().service(), report.node().version());
    }

    @Override
    public int compareTo(Group other) {
      int byService = service.compareTo(other.service);
      return byService != 0 ? byService : Versions.ORDER.compare(version, other.version);
    }
  }

  StatsView {
    reports = List.copyOf(reports);
  }

  @Override
  public void text(Text text) {
    boolean first = true;
    for (var group :
        reports.stream().collect(groupingBy(Group::of, TreeMap::new, toList())).entrySet()) {
      if (!first) {
        text.line("");
      }
      text.line("service  " + group.getKey().service());
      text.line("");
      text.line("version " + group.getKey().version());
      text.line("");
      text.table(table(group.getValue()));
      first = false;
    }
  }

  private static Table table(List<StatsResult> instances) {
    boolean anySilent = instances.stream().anyMatch(StatsResult.Silent.class::isInstance);
    List<Column> columns = new ArrayList<>(COLUMNS);
    if (anySilent) {
      columns.add(Column.text("error"));
    }
    return Table.of(
        columns,
        instances.stream().map(StatsView::row).map(row -> row.subList(0, columns.size())).toList());
  }

  private static List<String> row(StatsResult report) {
    List<String> row = new ArrayList<>(List.of(report.node().id(), report.node().address()));
    row.addAll(
        report instanceof StatsResult.Answered answered
            ? cells(answered.stats())
            : List.of("-", "-", "-", "-", "-", "-", "-", "-", "-"));
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
    return reports.stream()
        .map(report -> new Item(report.node().id(), json -> StatsJson.instance(report, json)))
        .toList();
  }
}
