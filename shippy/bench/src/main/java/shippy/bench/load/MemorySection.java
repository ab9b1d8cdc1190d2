package shippy.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import shippy.bench.peer.BenchHost;
import shippy.bench.peer.Peers;
import shippy.bench.peer.RunningPeer;
import shippy.bench.peer.ServicePair;
import shippy.bench.report.BenchOptions;
import shippy.bench.report.Figures;
import shippy.bench.report.Report;
import shippy.bench.report.Section;
import shippy.clock.Clock;

/** What each process holds of the machine's memory: idle, and after many creates. */
public final class MemorySection implements Section {
  private static final int CALLERS = 64;

  /** For services that crawl. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final String SQLITE = Peers.RUN + ", sqlite";

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public void addTo(Report report, BenchOptions options) throws Exception {
    Figures figures = new Figures(name());
    try (BenchHost host = new BenchHost(options.root())) {
      for (ServicePair peer : Peers.of(options)) {
        if (options.includesStore("memory")) {
          try (RunningPeer running = host.start(peer, "--store=memory")) {
            resident("idle", running, peer.name(), figures);
            create(options.creates(), 0, running, peer.name(), figures);
          }
        }
        if (options.includesStore("sqlite") && peer.name().equals(Peers.RUN)) {
          try (RunningPeer running = host.start(peer)) {
            int few = options.creates() / 5;
            create(few, 0, running, SQLITE, figures);
            create(options.creates() * 2, few, running, SQLITE, figures);
          }
        }
      }
    }
    figures.addTo(report, Map.of(Peers.RUN, List.of(Peers.GO_MICRO)));
  }

  private static void create(int until, int there, RunningPeer running, String who, Figures figures)
      throws Exception {
    Creates.addVessel(running.address("vessel"));
    try (Creates creates = new Creates(running.address("consignment"), 1)) {
      LoadResult result =
          new ClosedLoop(creates, CALLERS, Clock.system()).calls(until - there, LIMIT);
      System.err.println(who + ": " + result);
      String when = "after " + until;
      resident(when, running, who, figures);
      figures.add(when, who, "created", (double) (there + result.calls()), "rows");
    }
  }

  private static void resident(String when, RunningPeer running, String who, Figures figures)
      throws IOException {
    double vessel = running.residentMegabytes("vessel");
    double consignment = running.residentMegabytes("consignment");
    figures.add(when, who, "vessel", vessel, "MB");
    figures.add(when, who, "consignment", consignment, "MB");
    figures.add(when, who, "both", vessel + consignment, "MB");
  }
}
