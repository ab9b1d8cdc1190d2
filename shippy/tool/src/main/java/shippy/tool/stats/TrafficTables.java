package shippy.tool.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import shippy.console.output.Column;
import shippy.console.output.Table;
import shippy.console.output.Text;
import shippy.proto.debug.Breaker;
import shippy.proto.debug.Callee;
import shippy.proto.debug.Method;
import shippy.stats.CalleeShare;
import shippy.stats.InstanceActivity;

/** Whom instances call, and which calls were dropped or refused. Stateless. */
final class TrafficTables {
  private static final List<Column> CALLEES =
      List.of(
          Column.id("CALLER"),
          Column.id("CALLEE"),
          Column.id("ADDRESS"),
          Column.number("SHARE"),
          Column.number("CALLS"),
          Column.number("P50"),
          Column.number("P99"));
  private static final List<Column> BREAKERS =
      List.of(
          Column.id("CALLER"),
          Column.id("CALLEE"),
          Column.id("METHOD"),
          Column.text("BREAKER"),
          Column.number("DROPS"),
          Column.number("DROPPED"));
  private static final List<Column> REFUSED =
      List.of(
          Column.id("REFUSED AT"),
          Column.id("METHOD"),
          Column.number("BY RATE"),
          Column.number("BY CALLER"),
          Column.number("BY LOAD"));

  private TrafficTables() {}

  /** A blank line and a table for each that has rows. */
  static void show(List<InstanceActivity> instances, boolean callees, Text text) {
    List<List<String>> called = new ArrayList<>();
    List<List<String>> broken = new ArrayList<>();
    List<List<String>> refused = new ArrayList<>();
    for (InstanceActivity one : instances) {
      String id = one.node().shortId();
      one.callees().forEach(to -> called.add(row(id, to)));
      one.figures().stream()
          .flatMap(stats -> stats.getBreakersList().stream())
          .filter(breaker -> breaker.getShare() > 0 || breaker.getDropped() > 0)
          .forEach(breaker -> broken.add(row(id, breaker)));
      one.figures().stream()
          .flatMap(stats -> stats.getMethodsList().stream())
          .filter(method -> method.getRefusedMap().values().stream().anyMatch(count -> count > 0))
          .forEach(method -> refused.add(row(id, method)));
    }
    show(CALLEES, callees ? called : List.of(), text);
    show(BREAKERS, broken, text);
    show(REFUSED, refused, text);
  }

  private static void show(List<Column> columns, List<List<String>> rows, Text text) {
    if (!rows.isEmpty()) {
      text.line("");
      text.table(Table.of(columns, rows));
    }
  }

  private static List<String> row(String id, CalleeShare to) {
    Callee callee = to.callee();
    return List.of(
        id,
        callee.getService(),
        callee.getAddress().isEmpty() ? "-" : callee.getAddress(),
        to.share().isPresent() ? percent(to.share().getAsDouble()) : "-",
        Long.toString(to.calls()),
        StatsView.latency(callee.getP50Us()),
        StatsView.latency(callee.getP99Us()));
  }

  private static List<String> row(String id, Breaker breaker) {
    return List.of(
        id,
        breaker.getService(),
        shortName(breaker.getMethod()),
        state(breaker),
        percent(breaker.getShare()),
        Long.toString(breaker.getDropped()));
  }

  private static List<String> row(String id, Method method) {
    List<String> row = new ArrayList<>(List.of(id, shortName(method.getMethod())));
    for (String reason : List.of("rate", "caller", "load")) {
      row.add(Long.toString(method.getRefusedOrDefault(reason, 0)));
    }
    return row;
  }

  /** Open as soon as it drops any call. */
  static String state(Breaker breaker) {
    return breaker.getShare() > 0 ? "open" : "closed";
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  /** {@code VesselService.Reserve}, as settings name it. */
  private static String shortName(String method) {
    return method.substring(method.lastIndexOf('.') + 1).replace('/', '.');
  }
}
