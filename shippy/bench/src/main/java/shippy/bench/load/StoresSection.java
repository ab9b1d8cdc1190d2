package shippy.bench.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import shippy.bench.peer.BenchHost;
import shippy.bench.peer.Peers;
import shippy.bench.peer.RunningPeer;
import shippy.bench.peer.ServicePair;
import shippy.bench.report.BenchOptions;
import shippy.bench.report.Figures;
import shippy.bench.report.Report;
import shippy.bench.report.Section;
import shippy.clock.Clock;
import shippy.testkit.PostgresServer;

/** Creates with a store on disk, beside those in memory, those of older jars, and the disk. */
public final class StoresSection implements Section {
  private static final String FLUSH = "one fsync";
  private static final String COMMIT = "one commit";

  private static final Map<String, List<String>> BASELINES =
      Map.of(
          Peers.RUN + ", sqlite",
          List.of(Peers.RUN + ", memory", Peers.BEFORE + ", sqlite", COMMIT, FLUSH),
          Peers.RUN + ", postgres",
          List.of(Peers.RUN + ", memory", Peers.BEFORE + ", postgres"));

  @Override
  public String name() {
    return "stores";
  }

  @Override
  public void addTo(Report report, BenchOptions options) throws Exception {
    Figures figures = new Figures(name());
    List<ServicePair> peers =
        Peers.of(options).stream()
            .filter(peer -> List.of(Peers.RUN, Peers.BEFORE).contains(peer.name()))
            .toList();
    try (BenchHost host = new BenchHost(options.root());
        PostgresServer postgres = PostgresServer.durable()) {
      LoadSection.warmUp(peers.get(0), host, options);
      for (int round = 0; round < options.rounds(); round++) {
        for (Map.Entry<String, Supplier<String>> store : stores(options, postgres).entrySet()) {
          for (ServicePair peer : peers) {
            measure(peer, store.getKey(), store.getValue().get(), host, options, figures);
          }
        }
        figures.add("1 caller", FLUSH, "p50", DiskSync.flushMillis(host.folder()), "ms");
        figures.add("1 caller", COMMIT, "p50", DiskSync.commitMillis(host.folder()), "ms");
      }
    }
    figures.addTo(report, BASELINES);
  }

  /** By name, the value of {@code --store}. */
  private static Map<String, Supplier<String>> stores(BenchOptions options, PostgresServer server) {
    Map<String, Supplier<String>> stores = new LinkedHashMap<>();
    stores.put("memory", () -> "memory");
    stores.put("sqlite", () -> "sqlite");
    stores.put("postgres", server::freshDatabase);
    stores.keySet().removeIf(store -> !options.includesStore(store));
    return stores;
  }

  private static void measure(
      ServicePair peer,
      String store,
      String flag,
      BenchHost host,
      BenchOptions options,
      Figures figures)
      throws Exception {
    ServicePair named = new ServicePair(peer.name() + ", " + store, peer.starter());
    String[] flags = flag.equals("sqlite") ? new String[0] : new String[] {"--store=" + flag};
    try (RunningPeer running = host.start(peer, flags);
        Creates creates = new Creates(running.address("consignment"), 1)) {
      Creates.addVessel(running.address("vessel"));
      for (int callers : new int[] {16, 64, 1}) {
        LoadResult result =
            new ClosedLoop(creates, callers, Clock.system())
                .during(options.warmUp(), options.span());
        LoadSection.add(result, callers == 1 ? "1 caller" : callers + " callers", named, figures);
      }
    }
  }
}
