package shippy.bench.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import shippy.bench.peer.BenchHost;
import shippy.bench.peer.Peers;
import shippy.bench.peer.RunningPeer;
import shippy.bench.peer.ServicePair;
import shippy.bench.report.BenchOptions;
import shippy.bench.report.Figures;
import shippy.bench.report.Report;
import shippy.bench.report.Section;
import shippy.testkit.Eventually;

/**
 * Cold commands of the command line and starts of services, each in a fresh process, those of
 * before and of now by turns. {@code JAVAS} names the homes of the Javas for commands, with colons
 * between; by default that of this process.
 */
public final class StartSection implements Section {
  private static final String JAR = "jar";
  private static final String DIST = "dist";
  private static final Map<String, List<String>> BASELINES =
      Map.of(
          JAR,
          List.of(JAR + " before"),
          DIST,
          List.of(DIST + " before"),
          Peers.RUN,
          List.of(Peers.BEFORE));

  private static final Duration START = Duration.ofSeconds(40);

  /** More than of a load: they are short, and vary. */
  private static final int STARTS_A_ROUND = 4;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public void addTo(Report report, BenchOptions options) throws Exception {
    Figures figures = new Figures(name());
    try (BenchHost host = new BenchHost(options.root())) {
      services(host, options, figures);
      commands(host, options, figures);
    }
    figures.addTo(report, BASELINES);
  }

  /** The command lines are those that {@code shippy run} uses; it runs on, and keeps their jars. */
  private static void services(BenchHost host, BenchOptions options, Figures figures)
      throws Exception {
    Map<String, List<ServiceStart>> starts = new LinkedHashMap<>();
    List<RunningPeer> running = new ArrayList<>();
    try {
      for (String name : List.of(Peers.BEFORE, Peers.RUN)) {
        Optional<ServicePair> peer = Peers.named(name, options);
        if (peer.isPresent()) {
          List<ServiceStart> before = ServiceStart.running();
          running.add(host.start(peer.get(), "--store=memory"));
          starts.put(name, both(before));
        }
      }
      for (int i = 0; i < options.rounds() * STARTS_A_ROUND; i++) {
        for (Map.Entry<String, List<ServiceStart>> start : starts.entrySet()) {
          for (ServiceStart service : start.getValue()) {
            service.measure(start.getKey(), figures);
          }
        }
      }
    } finally {
      running.forEach(RunningPeer::close);
    }
  }

  /** Those of a pair that has just been started: older ones register again and may look like it. */
  private static List<ServiceStart> both(List<ServiceStart> before) {
    List<ServiceStart> fresh = new ArrayList<>();
    Eventually.eventually(
        START,
        () -> {
          fresh.clear();
          ServiceStart.running().stream().filter(s -> !before.contains(s)).forEach(fresh::add);
          if (fresh.size() != 2) {
            throw new AssertionError("services that were started: " + fresh);
          }
        });
    return fresh;
  }

  private static void commands(BenchHost host, BenchOptions options, Figures figures)
      throws Exception {
    List<String> etcd = host.registry();
    List<String> mdns = List.of("--registry=mdns");
    try (CommandServices services =
        CommandServices.start(options.root(), host.folder(), List.of(etcd, mdns))) {
      for (String home : javas()) {
        Map<String, List<String>> programs = programs(home, options);
        String java = ", Java " + version(home);
        for (int i = 0; i < options.rounds() * STARTS_A_ROUND; i++) {
          for (Map.Entry<String, List<String>> program : programs.entrySet()) {
            ColdCommand command = new ColdCommand(home, program.getKey(), program.getValue());
            command.measure("--version" + java, List.of("--version"), figures);
            command.measure(
                "create at an address" + java, services.create(services.address()), figures);
            command.measure("create over mDNS" + java, services.create(mdns), figures);
            command.measure("create over etcd" + java, services.create(etcd), figures);
          }
        }
      }
    }
  }

  private static Map<String, List<String>> programs(String home, BenchOptions options)
      throws IOException, InterruptedException {
    Map<String, List<String>> programs = new LinkedHashMap<>();
    if (options.before().isPresent()) {
      add(programs, " before", home, options.before().get());
    }
    add(programs, "", home, options.root());
    return programs;
  }

  private static void add(Map<String, List<String>> programs, String when, String home, Path root)
      throws IOException, InterruptedException {
    Path target = root.resolve("consignment-cli/target");
    Path train = target.resolve("dist/train");
    programs.put(JAR + when, List.of(home + "/bin/java", "-jar", target + "/consignment-cli.jar"));
    if (Files.exists(train)) {
      new ColdCommand(home, DIST, List.of(train.toString())).run(List.of("consignment-cli"));
      programs.put(DIST + when, List.of(target + "/dist/bin/consignment-cli"));
    }
  }

  private static List<String> javas() {
    String given = System.getenv("JAVAS");
    return given == null ? List.of(System.getProperty("java.home")) : List.of(given.split(":"));
  }

  private static String version(String home) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of(home, "release"))) {
      return lines
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> line.replaceAll("[^0-9.]", "").replaceAll("\\..*", ""))
          .findFirst()
          .orElse(home);
    }
  }
}
