package shippy.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import shippy.console.output.NumberFormats;
import shippy.demo.etcd.EtcdMember;

/**
 * One frame of the live view. It fits into 80 columns, and into 23 lines with the largest options.
 *
 * @param step the title of the current step
 * @param page where the services are shown in a browser; empty before that
 * @param callsPerSecond answers of all instances
 */
record LiveFrame(
    Duration at,
    String step,
    String page,
    CallTotals.Counts counts,
    long callsPerSecond,
    List<Node> nodes,
    List<Server> servers,
    List<EventLog.Line> events) {

  static final int COLUMNS = 80;
  private static final int LINES = 23;
  private static final int BAR = 17;
  private static final String HINT = "Ctrl-C cleans up";

  /** A member of etcd. */
  record Node(String name, String address, EtcdMember.State state) {}

  /**
   * An instance of a service.
   *
   * @param address empty while it is not registered
   * @param node the first of its etcd members
   * @param perSecond its answers
   */
  record Server(
      String name, String address, String node, ServiceInstance.State state, long perSecond) {}

  LiveFrame {
    nodes = List.copyOf(nodes);
    servers = List.copyOf(servers);
    events = List.copyOf(events);
  }

  List<String> lines(AnsiColours colours) {
    List<String> lines = new ArrayList<>();
    lines.add(title(colours));
    lines.add(totals(colours));
    lines.add(page.isEmpty() ? "" : colours.dim("page  ") + page);
    nodes.forEach(node -> lines.add(line(node, colours)));
    lines.add("");
    long most = servers.stream().mapToLong(Server::perSecond).max().orElse(0);
    servers.forEach(server -> lines.add(line(server, most, colours)));
    lines.add("");
    int room = Math.max(1, LINES - lines.size());
    events
        .subList(Math.max(0, events.size() - room), events.size())
        .forEach(event -> lines.add(event.fit(COLUMNS)));
    return lines;
  }

  private String title(AnsiColours colours) {
    String head = "shippy demo  %5s  ".formatted(NumberFormats.clock(at));
    int room = COLUMNS - head.length() - HINT.length() - 2;
    String what = step.length() <= room ? step : step.substring(0, room - 1) + "…";
    return head + colours.bold(what) + " ".repeat(room - what.length() + 2) + colours.dim(HINT);
  }

  private String totals(AnsiColours colours) {
    String failed = NumberFormats.count(counts.failed()) + " failed";
    return "%s   %d/s   %s   %s retried   slowest %s"
        .formatted(
            NumberFormats.count(counts.calls(), "call"),
            callsPerSecond,
            counts.failed() == 0 ? colours.green(failed) : colours.red(failed),
            NumberFormats.count(counts.retried()),
            NumberFormats.millis(counts.slowest()));
  }

  private static String line(Node node, AnsiColours colours) {
    return "  %-14s  %-15s  %s".formatted(node.name(), node.address(), word(node.state(), colours));
  }

  private static String word(EtcdMember.State state, AnsiColours colours) {
    return switch (state) {
      case STARTING -> colours.dim("starting");
      case LEADER -> colours.cyan("leader");
      case FOLLOWER -> "follower";
      case SEARCHING -> colours.yellow("no leader");
      case PAUSED -> colours.yellow("paused (SIGSTOP)");
      case KILLED -> colours.red("killed");
    };
  }

  private static String line(Server server, long most, AnsiColours colours) {
    boolean works = server.perSecond() > 0;
    int bar = most == 0 ? 0 : (int) Math.max(works ? 1 : 0, server.perSecond() * BAR / most);
    return "  %-14s  %-15s  %-6s  %s  %5s  %s"
        .formatted(
            server.name(),
            server.address(),
            server.node(),
            coloured(server.state(), colours),
            works ? server.perSecond() + "/s" : "",
            colours.green("█".repeat(bar)))
        .stripTrailing();
  }

  private static String coloured(ServiceInstance.State state, AnsiColours colours) {
    String text = "%-8s".formatted(state.name().toLowerCase(Locale.ROOT));
    return switch (state) {
      case SERVING -> colours.green(text);
      case STARTING, ENDED -> colours.dim(text);
      case DRAINING -> colours.yellow(text);
      case KILLED, CRASHED -> colours.red(text);
    };
  }
}
