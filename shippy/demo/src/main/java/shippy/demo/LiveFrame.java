package shippy.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import shippy.demo.etcd.EtcdMember;

/**
 * One picture of the live view: fits into 80 columns, and into 23 lines with all that can be asked
 * for.
 *
 * @param step what is being done
 * @param callsPerSecond answers of all instances
 */
record LiveFrame(
    Duration at,
    String step,
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
   * @param node the member it was told first
   * @param perSecond its answers
   */
  record Server(
      String name, String address, String node, ServiceInstance.State state, long perSecond) {}

  LiveFrame {
    nodes = List.copyOf(nodes);
    servers = List.copyOf(servers);
    events = List.copyOf(events);
  }

  List<String> lines(AnsiColours paint) {
    List<String> lines = new ArrayList<>();
    lines.add(title(paint));
    lines.add(figures(paint));
    lines.add("");
    nodes.forEach(node -> lines.add(line(node, paint)));
    lines.add("");
    long most = servers.stream().mapToLong(Server::perSecond).max().orElse(0);
    servers.forEach(server -> lines.add(line(server, most, paint)));
    lines.add("");
    int room = Math.max(1, LINES - lines.size());
    events
        .subList(Math.max(0, events.size() - room), events.size())
        .forEach(event -> lines.add(event.fit(COLUMNS)));
    return lines;
  }

  private String title(AnsiColours paint) {
    String head = "shippy demo  %5s  ".formatted(NumberFormats.clock(at));
    int room = COLUMNS - head.length() - HINT.length() - 2;
    String what = step.length() <= room ? step : step.substring(0, room - 1) + "…";
    return head + paint.bold(what) + " ".repeat(room - what.length() + 2) + paint.dim(HINT);
  }

  private String figures(AnsiColours paint) {
    String failed = NumberFormats.count(counts.failed()) + " failed";
    return "%s   %d/s   %s   %s retried   slowest %s"
        .formatted(
            NumberFormats.count(counts.calls(), "call"),
            callsPerSecond,
            counts.failed() == 0 ? paint.green(failed) : paint.red(failed),
            NumberFormats.count(counts.retried()),
            NumberFormats.millis(counts.slowest()));
  }

  private static String line(Node node, AnsiColours paint) {
    return "  %-14s  %-15s  %s".formatted(node.name(), node.address(), word(node.state(), paint));
  }

  private static String word(EtcdMember.State state, AnsiColours paint) {
    return switch (state) {
      case STARTING -> paint.dim("starting");
      case LEADER -> paint.cyan("leader");
      case FOLLOWER -> "follower";
      case SEARCHING -> paint.yellow("no leader");
      case PAUSED -> paint.yellow("paused (SIGSTOP)");
      case KILLED -> paint.red("killed");
    };
  }

  private static String line(Server server, long most, AnsiColours paint) {
    boolean works = server.perSecond() > 0;
    int bar = most == 0 ? 0 : (int) Math.max(works ? 1 : 0, server.perSecond() * BAR / most);
    String state = "%-8s".formatted(word(server.state()));
    return "  %-14s  %-15s  %-6s  %s  %5s  %s"
        .formatted(
            server.name(),
            server.address(),
            server.node(),
            painted(server.state(), state, paint),
            works ? server.perSecond() + "/s" : "",
            paint.green("█".repeat(bar)))
        .stripTrailing();
  }

  private static String word(ServiceInstance.State state) {
    return switch (state) {
      case STARTING -> "starting";
      case SERVING -> "serving";
      case LEAVING -> "draining";
      case ENDED -> "ended";
      case KILLED -> "killed";
      case CRASHED -> "crashed";
    };
  }

  private static String painted(ServiceInstance.State state, String text, AnsiColours paint) {
    return switch (state) {
      case SERVING -> paint.green(text);
      case STARTING, ENDED -> paint.dim(text);
      case LEAVING -> paint.yellow(text);
      case KILLED, CRASHED -> paint.red(text);
    };
  }
}
