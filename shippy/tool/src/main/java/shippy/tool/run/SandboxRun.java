package shippy.tool.run;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.console.io.IoStreams;
import shippy.platform.Platform;
import shippy.platform.Signals;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.process.JarCopies;
import shippy.process.JavaLauncher;
import shippy.process.OrphanProcesses;
import shippy.process.ProcessEvent;
import shippy.process.Program;
import shippy.process.RunFile;
import shippy.process.Supervisor;
import shippy.registry.HostPort;
import shippy.registry.Registry;

/** One {@code shippy run}: programs, their lines, the first screen, and the end of it all. */
public final class SandboxRun {
  /** What it takes besides the settings of every program and those that its programs take. */
  public static final List<Setting<?>> SETTINGS = List.of(RunGateway.ADDRESS);

  private static final HostPort GATEWAY = new HostPort("127.0.0.1", 8080);

  private final List<Program> programs;
  private final Config config;
  private final IoStreams io;
  private final SampleLocation checkout;
  private final boolean undeclaredGet;
  private final Clock clock = Clock.system();

  /**
   * A run to be, of at least one program.
   *
   * @param undeclaredGet as in {@link shippy.gateway.GatewayOptions}
   */
  public SandboxRun(
      List<Program> programs,
      Config config,
      IoStreams io,
      SampleLocation checkout,
      boolean undeclaredGet) {
    this.programs = List.copyOf(programs);
    this.config = requireNonNull(config, "config");
    this.io = requireNonNull(io, "io");
    this.checkout = requireNonNull(checkout, "checkout");
    this.undeclaredGet = undeclaredGet;
  }

  /**
   * Starts everything and returns when everything has ended. Takes over the signals of the process:
   * the first stops in order, a second kills and ends this process.
   *
   * @throws shippy.problem.ProblemException if a setting is wrong, here or for a program
   */
  public ExitCode untilStopped() {
    Platform platform = Platform.open(config);
    Registry registry = reachingOthers(platform);
    try (OutputJournal journal = new OutputJournal(clock);
        RunGateway gateway = RunGateway.open(config, GATEWAY, undeclaredGet)) {
      RunMessages narrator = new RunMessages(programs, io, journal);
      WelcomeScreen welcome = new WelcomeScreen(checkout, config, registry, io.colourOut());
      RunningPrograms roster = new RunningPrograms(programs);
      StartupWatch arrival =
          new StartupWatch(platform, roster, narrator, () -> welcome.text(roster) + gateway.text());
      OrphanProcesses others = OrphanProcesses.of(io.env(), clock);
      RunFile file = RunFile.mine(RunFile.directory(io.env()));
      RunFileWriter notes = new RunFileWriter(file, others, narrator);
      JarCopies copies = new JarCopies(file.jars(), narrator::say);
      JavaLauncher launcher = new JavaLauncher(passedOn(), narrator, copies, clock);
      Supervisor supervisor =
          new Supervisor(
              programs,
              launcher,
              clock,
              event -> {
                enrol(event, roster, arrival, notes);
                narrator.tell(event);
              });
      notes.begin();
      Optional<ProcessEvent.Misconfigured> obstacle =
          supervise(supervisor, arrival, narrator, notes);
      notes.ended();
      return result(obstacle);
    }
  }

  private static Optional<ProcessEvent.Misconfigured> supervise(
      Supervisor supervisor, StartupWatch arrival, RunMessages narrator, RunFileWriter notes) {
    Signals signals = Signals.install();
    signals.onSecond(
        () -> {
          supervisor.kill();
          notes.ended();
        });
    supervisor.start();
    signals.onFirst(
        () -> {
          narrator.flow();
          narrator.say("stopping everything (Ctrl-C again to force)");
          supervisor.stop();
        });
    arrival.watchUntil(supervisor.ended());
    Optional<ProcessEvent.Misconfigured> obstacle = supervisor.ended().join();
    narrator.say("all stopped");
    return obstacle;
  }

  /** Stopped in order is success, by Ctrl-C too: that is the way a run ends. */
  private static ExitCode result(Optional<ProcessEvent.Misconfigured> obstacle) {
    if (obstacle.isEmpty()) {
      return ExitCode.OK;
    }
    String name = obstacle.get().program().name();
    int status = obstacle.get().status();
    ExitCode code = status == ExitCode.USAGE.number() ? ExitCode.USAGE : ExitCode.CONFIG;
    throw Problem.of(
            code, "%s cannot run: %s (exit status %d)".formatted(name, code.meaning(), status))
        .withFact("its own message is above")
        .toException();
  }

  private Registry reachingOthers(Platform platform) {
    Registry registry = platform.registry();
    if (registry.kind().equals("memory")) {
      throw config.invalid(Settings.REGISTRY, "mdns or etcd: memory reaches no other process");
    }
    return registry;
  }

  /**
   * The flags given to this program; environment and files reach the services by themselves. So do
   * relative paths: a service runs in the directory of this program.
   */
  private List<String> passedOn() {
    return Stream.of(Settings.COMMON, Settings.CLIENT, Settings.STORAGE)
        .flatMap(List::stream)
        .flatMap(
            setting ->
                config.origin(setting).stream()
                    .filter(origin -> origin.source().equals(setting.flag()))
                    .map(origin -> setting.flag() + "=" + origin.text()))
        .toList();
  }

  private static void enrol(
      ProcessEvent event, RunningPrograms roster, StartupWatch arrival, RunFileWriter notes) {
    if (event instanceof ProcessEvent.Started started) {
      roster.started(event.program(), started.id());
      notes.started(event.program().name(), started.pid());
    } else {
      roster.gone(event.program());
      if (event instanceof ProcessEvent.Failed) {
        arrival.disturbed();
      }
    }
  }
}
