package shippy.demo;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.LogProperties;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.console.Invocation;
import shippy.console.io.IoStreams;
import shippy.demo.etcd.EtcdCluster;
import shippy.demo.etcd.EtcdMember;
import shippy.demo.etcd.EtcdPorts;
import shippy.demo.workspace.Pacer;
import shippy.demo.workspace.Workspace;
import shippy.platform.Platform;
import shippy.platform.Signals;
import shippy.problem.ExitCode;
import shippy.process.OrphanProcesses;

/** One {@code shippy demo}, from the first process to the last line. */
public final class Demo {
  private final DemoOptions options;
  private final Invocation call;
  private final Clock clock = Clock.system();
  private final CallTotals tally = new CallTotals();

  /** A demo to be. */
  public Demo(DemoOptions options, Invocation call) {
    this.options = options;
    this.call = call;
  }

  /**
   * Starts everything, plays all steps, checks the books and shows the summary. Leaves no process
   * and no folder, whatever happens. Takes over the signals of the process.
   *
   * @return {@code OK} if nothing was lost, {@code INTERRUPTED} after Ctrl-C
   * @throws shippy.problem.ProblemException if something does not start
   */
  public ExitCode run() {
    CompletableFuture<Void> stop = new CompletableFuture<>();
    Signals signals = Signals.install();
    DemoSummary summary;
    Optional<Path> kept;
    try (Workspace workspace = Workspace.create(call.io().env(), options.keep())) {
      signals.onSecond(workspace::close);
      signals.onFirst(() -> stop.complete(null));
      kept = Optional.of(workspace.folder()).filter(folder -> options.keep());
      summary = perform(workspace, new Pacer(stop, clock));
    } catch (Pacer.Stopped e) {
      call.io().err().println("stopped, everything is cleaned up");
      return ExitCode.INTERRUPTED;
    }
    call.output().show(summary);
    kept.ifPresent(folder -> call.io().err().println("logs and data are in " + folder));
    return summary.clean() ? ExitCode.OK : ExitCode.FAILED;
  }

  private DemoSummary perform(Workspace workspace, Pacer pacer) {
    IoStreams io = call.io();
    boolean live = isLive(io);
    EventLog story =
        new EventLog(
            clock.stopwatch(),
            line -> {
              if (!live) {
                io.err().println(line.fit(LiveFrame.COLUMNS));
              }
            });
    EtcdPorts ports = EtcdPorts.choose(options.nodes());
    try (EtcdCluster etcd = new EtcdCluster(ports, workspace, options.etcd())) {
      FrameBuilder board = new FrameBuilder(etcd, tally, story, AnsiColours.of(io.colourErr()));
      LiveView view = new LiveView(io.err(), board);
      if (live) {
        keepLogsOffTheScreen();
        view.start();
      }
      try {
        tellBeginning(story, ports, workspace);
        etcd.start(pacer);
        return withServices(etcd, workspace, story, board, pacer);
      } finally {
        if (live) {
          view.close();
        }
      }
    }
  }

  /** A warning between two frames would stay on the screen in pieces; what fails is counted. */
  private static void keepLogsOffTheScreen() {
    Config errorsOnly = Config.of(Map.of(Settings.LOG_LEVEL.name(), "error"), Map.of());
    LogProperties.apply(errorsOnly, Settings.LOG_LEVEL, "stderr", false);
  }

  private DemoSummary withServices(
      EtcdCluster etcd, Workspace workspace, EventLog story, FrameBuilder board, Pacer pacer) {
    try (Platform platform = Platform.open(config(etcd));
        Client client = Client.of(platform);
        ServiceInstances fleet =
            new ServiceInstances(
                Map.of(
                    ServiceRole.VESSEL,
                    options.vessel(),
                    ServiceRole.CONSIGNMENT,
                    options.consignment()),
                etcd,
                workspace,
                platform.registry(),
                tally,
                story::tell)) {
      DemoScript show = new DemoScript(etcd, fleet, tally, story, pacer);
      board.follow(fleet, show);
      LoadGenerator load = new LoadGenerator(client, tally);
      try {
        begin(etcd, fleet, load, story, pacer);
        List<DemoSummary.Row> rows =
            show.play(DemoStep.plan(options.nodes(), options.faults()), options.length());
        load.stop();
        List<String> crashed = fleet.crashed().stream().map(ServiceInstance::name).toList();
        return audit(platform, rows, crashed, load);
      } finally {
        load.stop();
      }
    }
  }

  /** With more patience than the user may have given the load: a slow listing is no loss. */
  private DemoSummary audit(
      Platform platform, List<DemoSummary.Row> rows, List<String> crashed, LoadGenerator load) {
    Config patient = Config.of(Map.of(Settings.CLIENT_REQUEST_TIMEOUT.name(), "30s"), Map.of());
    try (Platform own = Platform.on(platform.registry(), patient);
        Client client = Client.of(own)) {
      return new ConsistencyCheck(client).audit(rows, tally, crashed, load);
    }
  }

  private void begin(
      EtcdCluster etcd, ServiceInstances fleet, LoadGenerator load, EventLog story, Pacer pacer) {
    Supplier<Duration> took = clock.stopwatch();
    List<EtcdMember> members = etcd.members();
    story.tell(
        "etcd is healthy, %s leads".formatted(etcd.leader().map(EtcdMember::name).orElse("")));
    List<ServiceInstance> started = new ArrayList<>();
    for (int i = 0; i < options.instances(); i++) {
      EtcdMember member = members.get(i % members.size());
      Stream.of(ServiceRole.values()).forEach(role -> started.add(fleet.start(role, member)));
    }
    started.forEach(instance -> fleet.awaitRegistered(instance, pacer));
    load.start();
    started.forEach(instance -> fleet.awaitServing(instance, pacer));
    story.tell(
        "%d instances of each service answer after %s"
            .formatted(options.instances(), NumberFormats.seconds(took.get())));
  }

  private void tellBeginning(EventLog story, EtcdPorts ports, Workspace workspace) {
    try {
      List<String> orphans = OrphanProcesses.of(call.io().env(), clock).orphans();
      if (!orphans.isEmpty()) {
        story.tell("a killed run left %d processes: shippy stop".formatted(orphans.size()));
      }
    } catch (IOException e) {
      story.tell("cannot tell what earlier runs left: " + e.getMessage());
    }
    if (!ports.taken().isEmpty()) {
      story.tell(
          "taken, so etcd uses others: port "
              + ports.taken().stream().map(String::valueOf).collect(joining(", ")));
    }
    story.tell("starting %d etcd in %s".formatted(options.nodes(), workspace.folder()));
  }

  /** The client's settings are the user's; where the registry is, is not. */
  private Config config(EtcdCluster etcd) {
    Map<String, String> flags = new HashMap<>();
    for (Setting<?> setting : Settings.CLIENT) {
      Optional<Config.Origin> origin = call.config().origin(setting);
      origin.ifPresent(found -> flags.put(setting.name(), found.text()));
    }
    flags.put(Settings.REGISTRY.name(), "etcd");
    flags.put(Settings.REGISTRY_ADDRESS.name(), etcd.addresses(etcd.members().get(0)));
    return Config.of(flags, Map.of());
  }

  private static boolean isLive(IoStreams io) {
    return io.screen().errIsTerminal()
        && !io.env().getOrDefault("TERM", "").equals("dumb")
        && io.screen().columns() >= LiveFrame.COLUMNS;
  }
}
