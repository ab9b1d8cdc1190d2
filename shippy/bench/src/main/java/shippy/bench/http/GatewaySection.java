package shippy.bench.http;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import shippy.bench.load.Creates;
import shippy.bench.load.LoadResult;
import shippy.bench.peer.BenchHost;
import shippy.bench.peer.Peers;
import shippy.bench.peer.RunningPeer;
import shippy.bench.peer.ServicePair;
import shippy.bench.peer.ServicePair.Started;
import shippy.bench.report.BenchOptions;
import shippy.bench.report.Figures;
import shippy.bench.report.Report;
import shippy.bench.report.Section;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.testkit.Eventually;
import shippy.testkit.FreePorts;

/**
 * The same method of the same vessel service, called in turn by name with shippy's client, at its
 * address with nothing but grpc-java, and through the gateway, by callers that wait; what the
 * gateway holds, and what it does for pages that watch. All run on the stock JVM.
 */
public final class GatewaySection implements Section {
  private static final String CLIENT = "shippy's client";
  private static final String GRPC = "grpc-java";
  private static final String GATEWAY = "gateway";
  private static final Duration START = Duration.ofSeconds(40);

  @Override
  public String name() {
    return "gateway";
  }

  @Override
  public void addTo(Report report, BenchOptions options) throws Exception {
    Figures figures = new Figures(name());
    int port = FreePorts.find(1).get(0);
    ServicePair stock = Peers.named(Peers.STOCK, options).orElseThrow();
    ServicePair peer =
        new ServicePair(
            GATEWAY,
            (host, flags) -> {
              List<Started> all = new ArrayList<>(stock.starter().start(host, flags));
              all.add(new Started(Optional.of(GATEWAY), command(options, host, port)));
              return all;
            });
    InetSocketAddress gateway = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (BenchHost host = new BenchHost(options.root());
        RunningPeer running = host.start(peer, "--store=memory")) {
      awaitListening(port);
      Creates.addVessel(running.address("vessel"));
      for (int callers : new int[] {16, 1}) {
        calls(callers, host, running.address("vessel"), gateway, options, figures);
      }
      GatewayCosts costs = new GatewayCosts(gateway, running.pid(GATEWAY), figures);
      costs.watchers(2, options.span());
      host.registerMany("shippy.service.more", running.address("vessel"), 18);
      costs.watchers(20, options.span());
      host.registerMany("shippy.service.many", "127.0.0.1:1", 280);
      costs.memory(300);
    }
    figures.addTo(report, Map.of(GATEWAY, List.of(CLIENT, GRPC)));
  }

  private static List<String> command(BenchOptions options, BenchHost host, int port) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                options.root().resolve("shippy/tool/target/shippy.jar").toString(),
                "api",
                "--address=127.0.0.1:" + port));
    command.addAll(host.registry());
    return command;
  }

  private static void awaitListening(int port) {
    Eventually.eventually(
        START,
        () -> {
          try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void calls(
      int callers,
      BenchHost host,
      String vessel,
      InetSocketAddress gateway,
      BenchOptions options,
      Figures figures)
      throws Exception {
    String subject = callers == 1 ? "1 caller" : callers + " callers";
    ManagedChannel bare = Creates.channel(vessel);
    try (Client client = Client.open(Config.of(host.settings(), Map.of()))) {
      Channel named = client.channel("shippy.service.vessel");
      for (int round = 0; round < options.rounds(); round++) {
        measure(() -> new StubCaller(named), callers, subject, CLIENT, options, figures);
        measure(() -> new StubCaller(bare), callers, subject, GRPC, options, figures);
        measure(() -> new HttpConnection(gateway), callers, subject, GATEWAY, options, figures);
      }
    } finally {
      bare.shutdownNow();
    }
  }

  private static void measure(
      Callable<? extends WaitingCallers.Caller> maker,
      int callers,
      String subject,
      String who,
      BenchOptions options,
      Figures figures)
      throws Exception {
    LoadResult result =
        new WaitingCallers(Clock.system()).during(maker, callers, options.warmUp(), options.span());
    figures.add(subject, who, "calls", result.perSecond(), "1/s");
    figures.add(subject, who, "p50", result.millis(50), "ms");
    figures.add(subject, who, "p99", result.millis(99), "ms");
  }
}
