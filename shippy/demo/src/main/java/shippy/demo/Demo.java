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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
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
import shippy.console.output.NumberFormats;
import shippy.demo.etcd.EtcdCluster;
import shippy.demo.etcd.EtcdMember;
import shippy.demo.etcd.EtcdPorts;
import shippy.demo.workspace.StoppableWait;
import shippy.demo.workspace.Workspace;
import shippy.fsck.Fsck;
import shippy.fsck.FsckReport;
import shippy.platform.Platform;
import shippy.platform.Signals;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;
import shippy.process.OrphanProcesses;

/** One {@code shippy demo}, from the first process to the last line. */
public final class Demo {
  private static final Duration FSCK_TIMEOUT = Duration.ofSeconds(15);

  private final DemoOptions options;
  private final Invocation call;
  private final DemoPage.Opener pages;
  private final Clock clock = Clock.system();
  private final CallTotals totals = new CallTotals();

  /**
   * A demo that has not begun.
   *
   * @param pages opens the page that shows it
   */
  public Demo(DemoOptions options, Invocation call, DemoPage.Opener pages) {
    this.options = options;
    this.call = call;
    this.pages = pages;
  }

  /**
   * Starts everything, runs all steps, compares the services and shows the summary. Leaves no
   * process and no folder, whatever happens. Takes over the signals of the process.
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
      summary = perform(workspace, new StoppableWait(stop, clock));
    } catch (StoppableWait.Stopped e) {
      String overEcho = isLive(call.io()) ? "\r" : ""; // of Ctrl-C
      call.io().err().println(overEcho + "stopped, everything is cleaned up");
      return ExitCode.INTERRUPTED;
    }
    call.output().show(summary);
    kept.ifPresent(folder -> call.io().err().println("logs and data are in " + folder));
    return summary.clean() ? ExitCode.OK : ExitCode.FAILED;
  }

  private DemoSummary perform(Workspace workspace, StoppableWait wait) {
    IoStreams io = call.io();
    boolean live = isLive(io);
    EventLog events =
        new EventLog(
            clock.stopwatch(),
            line -> {
              if (!live) {
                io.err().println(line.fit(LiveFrame.COLUMNS));
              }
            });
    EtcdPorts ports = EtcdPorts.choose(options.nodes());
    try (EtcdCluster etcd = new EtcdCluster(ports, workspace, options.etcd())) {
      FrameBuilder frames = new FrameBuilder(etcd, totals, events, AnsiColours.of(io.colourErr()));
      LiveView view = new LiveView(io.err(), frames, wait::isStopped);
      if (live) {
        keepLogsOffTheScreen();
        view.start();
      }
      try {
        tellBeginning(events, ports, workspace);
        etcd.start(wait);
        return withServices(etcd, workspace, events, frames, wait);
      } finally {
        if (live) {
          view.close();
        }
      }
    }
  }

  /** A warning between two frames would stay on the screen in pieces. Failures are counted. */
  private static void keepLogsOffTheScreen() {
    Config errorsOnly = Config.of(Map.of(Settings.LOG_LEVEL.name(), "error"), Map.of());
    LogProperties.apply(errorsOnly, Settings.LOG_LEVEL, "stderr", false);
  }

  private DemoSummary withServices(
      EtcdCluster etcd,
      Workspace workspace,
      EventLog events,
      FrameBuilder frames,
      StoppableWait wait) {
    try (Platform platform = Platform.open(config(etcd));
        Client client = Client.of(platform);
        ServiceInstances instances =
            new ServiceInstances(
                options, etcd, workspace, platform.registry(), totals, events::tell);
        DemoPage page = pages.open(config(etcd))) {
      Consumer<DemoStep> before = step -> awaitKey(step, events, wait);
      DemoScript script =
          new DemoScript(
              etcd, instances, totals, events, wait, options.step() ? before : step -> {});
      frames.follow(instances, script, page.place());
      events.tell("page: " + page.place());
      LoadGenerator load = new LoadGenerator(client, totals);
      try {
        begin(etcd, instances, load, events, wait);
        List<DemoSummary.Row> rows =
            script.run(DemoStep.plan(options.nodes(), options.faults()), options.length());
        load.stop();
        List<String> crashed = instances.crashed().stream().map(ServiceInstance::name).toList();
        return audit(platform, rows, crashed, load);
      } finally {
        load.stop();
      }
    }
  }

  private static void awaitKey(DemoStep next, EventLog events, StoppableWait wait) {
    KeyPress.await(() -> events.tell("press a key to go on with: " + next.title()), wait);
  }

  /**
   * Compares the services and looks for all acknowledged consignments. A check that cannot be made
   * is a failure, but a slow one is not: the user's time limit for calls does not apply.
   */
  private DemoSummary audit(
      Platform platform, List<DemoSummary.Row> rows, List<String> crashed, LoadGenerator load) {
    Config patient = Config.of(Map.of(Settings.CLIENT_REQUEST_TIMEOUT.name(), "30s"), Map.of());
    try (Platform own = Platform.on(platform.registry(), patient);
        Client client = Client.of(own)) {
      List<String> failures = new ArrayList<>(totals.failures());
      List<String> acknowledged = load.acknowledged();
      long missing = acknowledged.size();
      Optional<FsckReport> fsck = Optional.empty();
      try {
        fsck = Optional.of(Fsck.of(client, new Fsck.Options(false, false, FSCK_TIMEOUT)).run());
        Set<String> listed = Fsck.confirmed(client);
        missing = acknowledged.stream().filter(id -> !listed.contains(id)).count();
      } catch (ProblemException e) {
        failures.add("not checked: " + e.problem().what());
      }
      return new DemoSummary(
          rows, totals.total(), failures, crashed, acknowledged.size(), missing, fsck);
    }
  }

  private void begin(
      EtcdCluster etcd,
      ServiceInstances instances,
      LoadGenerator load,
      EventLog events,
      StoppableWait wait) {
    Supplier<Duration> took = clock.stopwatch();
    List<EtcdMember> members = etcd.members();
    events.tell(
        "etcd is healthy, %s leads".formatted(etcd.leader().map(EtcdMember::name).orElse("")));
    List<ServiceInstance> started = new ArrayList<>();
    for (int i = 0; i < options.instances(); i++) {
      EtcdMember member = members.get(i % members.size());
      Stream.of(ServiceRole.values()).forEach(role -> started.add(instances.start(role, member)));
    }
    started.forEach(instance -> instances.awaitRegistered(instance, wait));
    load.start();
    started.forEach(instance -> instances.awaitServing(instance, wait));
    events.tell(
        "%d instances of each service answer after %s"
            .formatted(options.instances(), NumberFormats.seconds(took.get())));
  }

  private void tellBeginning(EventLog events, EtcdPorts ports, Workspace workspace) {
    try {
      List<String> orphans = OrphanProcesses.of(call.io().env(), clock).orphans();
      if (!orphans.isEmpty()) {
        events.tell(
            call.io()
                .hint("a killed run left %d processes: shippy stop".formatted(orphans.size())));
      }
    } catch (IOException e) {
      events.tell("cannot tell what earlier runs left: " + e.getMessage());
    }
    if (!ports.taken().isEmpty()) {
      events.tell(
          "taken, so etcd uses others: port "
              + ports.taken().stream().map(String::valueOf).collect(joining(", ")));
    }
    events.tell("starting %d etcd in %s".formatted(options.nodes(), workspace.folder()));
  }

  /** The client's settings are the user's, the address of the registry is the demo's. */
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
        && !io.isDumb()
        && io.screen().columns() >= LiveFrame.COLUMNS;
  }
}
