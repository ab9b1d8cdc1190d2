package shippy.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import shippy.bench.peer.BenchHost;
import shippy.bench.peer.Peers;
import shippy.bench.peer.RunningPeer;
import shippy.bench.peer.ServicePair;
import shippy.bench.report.BenchOptions;
import shippy.bench.report.Figures;
import shippy.bench.report.Report;
import shippy.bench.report.Section;
import shippy.clock.Clock;

/**
 * Creates through both services without a store on disk. Each round starts the processes of each
 * peer anew, one peer after the other.
 */
public final class LoadSection implements Section {
  static final Map<String, List<String>> BASELINES =
      Map.of(
          Peers.RUN, List.of(Peers.GO_MICRO, Peers.HAND_WIRED, Peers.BEFORE),
          Peers.STOCK, List.of(Peers.GO_MICRO));

  private static final long CONSTANT_RATE = 1_000;

  @Override
  public String name() {
    return "load";
  }

  @Override
  public void addTo(Report report, BenchOptions options) throws Exception {
    Figures figures = new Figures(name());
    List<ServicePair> peers = Peers.of(options);
    try (BenchHost host = new BenchHost(options.root())) {
      warmUp(peers.get(0), host, options);
      for (int round = 0; round < options.rounds(); round++) {
        for (ServicePair peer : peers) {
          measure(peer, host, options, figures);
        }
      }
    }
    figures.addTo(report, BASELINES);
  }

  /** Of this process, which else would be slow for the first peer only; not for a mere trial. */
  static void warmUp(ServicePair peer, BenchHost host, BenchOptions options) throws Exception {
    if (options.warmUp().compareTo(Duration.ofSeconds(1)) < 0) {
      return;
    }
    try (RunningPeer running = host.start(peer, "--store=memory");
        Creates creates = new Creates(running.address("consignment"), 1)) {
      Creates.addVessel(running.address("vessel"));
      var unused =
          new ClosedLoop(creates, 16, Clock.system()).during(Duration.ZERO, options.warmUp());
    }
  }

  private static void measure(
      ServicePair peer, BenchHost host, BenchOptions options, Figures figures) throws Exception {
    Duration span = options.span();
    Duration warmUp = options.warmUp();
    try (RunningPeer running = host.start(peer, "--store=memory")) {
      Creates.addVessel(running.address("vessel"));
      resident("idle", running, peer, figures);
      try (Creates creates = new Creates(running.address("consignment"), 1)) {
        closed(creates, 16, Duration.ZERO, span, "16 callers, fresh", peer, figures);
        closed(creates, 16, warmUp, span, "16 callers, warm", peer, figures);
        closed(creates, 64, warmUp, span, "64 callers, warm", peer, figures);
        closed(creates, 1, warmUp.dividedBy(3), span.dividedBy(2), "1 caller", peer, figures);
        open(creates, span.dividedBy(2), peer, figures);
      }
      resident("loaded", running, peer, figures);
    }
  }

  private static void closed(
      Creates creates,
      int callers,
      Duration warmUp,
      Duration span,
      String subject,
      ServicePair peer,
      Figures figures)
      throws Exception {
    LoadResult result = new ClosedLoop(creates, callers, Clock.system()).during(warmUp, span);
    add(result, subject, peer, figures);
  }

  private static void open(Creates creates, Duration span, ServicePair peer, Figures figures)
      throws Exception {
    OpenLoop loop = new OpenLoop(creates, CONSTANT_RATE, Clock.system());
    LoadResult result = loop.during(span).get(span.toSeconds() + 30, TimeUnit.SECONDS);
    add(result, CONSTANT_RATE + " a second", peer, figures);
  }

  static void add(LoadResult result, String subject, ServicePair peer, Figures figures) {
    figures.add(subject, peer.name(), "creates", result.perSecond(), "1/s");
    figures.add(subject, peer.name(), "p50", result.millis(50), "ms");
    figures.add(subject, peer.name(), "p99", result.millis(99), "ms");
    if (result.failures() > 0) {
      System.err.println(subject + ", " + peer.name() + ": " + result);
      figures.add(subject, peer.name(), "failures", (double) result.failures(), "calls");
    }
  }

  private static void resident(String when, RunningPeer running, ServicePair peer, Figures figures)
      throws IOException {
    for (String service : List.of("vessel", "consignment")) {
      double megabytes = running.residentMegabytes(service);
      figures.add("resident, " + when, peer.name(), service, megabytes, "MB");
    }
  }
}
