package shippy.run;

import static java.util.Objects.requireNonNull;
import static shippy.config.Settings.METRICS_ADDRESS;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.console.io.IoStreams;
import shippy.gateway.control.ControlToken;
import shippy.platform.Platform;
import shippy.platform.Signals;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.process.ControlGroups;
import shippy.process.JarCopies;
import shippy.process.JavaLauncher;
import shippy.process.OrphanProcesses;
import shippy.process.ProcessEvent;
import shippy.process.ProcessLimits;
import shippy.process.Program;
import shippy.process.RunFile;
import shippy.process.Supervisor;
import shippy.registry.Registry;

/** One {@code shippy run}: programs, their lines, the first screen, and the end of it all. */
public final class SandboxRun {
  /** Its settings in addition to those of every program and those of the services. */
  public static final List<Setting<?>> SETTINGS =
      List.of(
          RunGateway.ADDRESS,
          RunGateway.NAMESPACE,
          RunGateway.TYPE,
          METRICS_ADDRESS,
          Settings.TRACE_UI,
          ControlToken.TOKEN,
          ControlToken.FILE);

  private final List<Program> programs;
  private final LiveConfig live;
  private final Config config;
  private final Optional<BackEnds> backEnds;
  private final IoStreams io;
  private final SampleLocation samples;
  private final Options options;
  private final Clock clock = Clock.system();

  /**
   * How it runs.
   *
   * @param logs whether all lines of programs are shown
   * @param watch whether programs are replaced when they are built again
   * @param undeclaredGet as in {@link shippy.gateway.GatewayOptions}
   * @param observe whether telemetry goes to the systems that run on this machine
   */
  public record Options(boolean logs, boolean watch, boolean undeclaredGet, boolean observe) {}

  /** A run of at least one program, not started yet. */
  public SandboxRun(
      List<Program> programs,
      LiveConfig live,
      IoStreams io,
      SampleLocation samples,
      Options options) {
    this.programs = List.copyOf(programs);
    this.live = requireNonNull(live, "live");
    this.backEnds =
        options.observe() ? Optional.of(BackEnds.find(live.current())) : Optional.empty();
    backEnds.ifPresent(found -> live.adapt(plain -> found.config()));
    this.config = live.current();
    boolean onePort =
        this.config.find(METRICS_ADDRESS).filter(at -> !at.endsWith(":0")).isPresent();
    if (onePort && programs.size() > 1) {
      throw this.config.invalid(
          METRICS_ADDRESS, "port 0, so that each instance takes one of its own");
    }
    this.io = requireNonNull(io, "io");
    this.samples = requireNonNull(samples, "samples");
    this.options = requireNonNull(options, "options");
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
        ControlGroups groups = ControlGroups.open(limits())) {
      KeptLines lines = new KeptLines(clock);
      RunMessages messages = new RunMessages(programs, io, journal, lines, options.logs());
      RunningPrograms running = new RunningPrograms(programs);
      StartupWatch startup = new StartupWatch(platform, running, messages);
      RunFile file = RunFile.mine(io.env());
      RunFileWriter runFile =
          new RunFileWriter(file, OrphanProcesses.of(io.env(), clock), messages);
      JarCopies copies = new JarCopies(file.jars(), messages::say);
      Supervisor supervisor =
          new Supervisor(
              programs,
              new JavaLauncher(passedOn(), messages, copies, groups, clock),
              clock,
              event -> {
                track(event, running, startup, runFile);
                messages.tell(event);
              });
      RollingRestart restarts =
          new RollingRestart(supervisor, startup.readiness(), running, copies, messages, clock);
      RunControl control = new RunControl(supervisor, restarts, running, lines, messages);
      try (RunGateway gateway =
          RunGateway.open(live, RunGateway.USUAL, options.undeclaredGet(), control)) {
        WelcomeScreen welcome = new WelcomeScreen(samples, config, registry, io.colourOut());
        runFile.begin(gateway.url(), groups.paths());
        if (options.watch()) {
          copies.hold();
          new JarWatch(programs.stream().map(Program::jar).toList(), restarts::rebuilt)
              .watchUntil(supervisor.ended(), clock);
        }
        sayWhatStarts(messages);
        startup.watchUntil(supervisor.ended(), () -> summary(welcome.text(running), gateway));
        return result(supervise(supervisor, messages, runFile, lines));
      }
    }
  }

  private List<ProcessLimits> limits() {
    return programs.stream().map(Program::limits).distinct().toList();
  }

  private String summary(String welcome, RunGateway gateway) {
    return welcome + gateway.text() + backEnds.map(found -> found.text(gateway.url())).orElse("");
  }

  private void sayWhatStarts(RunMessages messages) {
    messages.say("starting " + counts());
    if (options.watch()) {
      messages.say("watching %s: build again to replace what runs".formatted(jars()));
    }
  }

  private String jars() {
    return programs.stream()
        .map(program -> program.jar().getFileName().toString())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** {@code vessel, consignment (3)}. */
  private String counts() {
    Map<String, Long> kinds =
        programs.stream()
            .collect(
                Collectors.groupingBy(Program::kind, LinkedHashMap::new, Collectors.counting()));
    return kinds.entrySet().stream()
        .map(e -> e.getKey() + (e.getValue() == 1 ? "" : " (%d)".formatted(e.getValue())))
        .collect(Collectors.joining(", "));
  }

  private static Optional<ProcessEvent.Misconfigured> supervise(
      Supervisor supervisor, RunMessages messages, RunFileWriter runFile, KeptLines lines) {
    Signals signals = Signals.install();
    signals.onSecond(
        () -> {
          supervisor.kill();
          runFile.ended();
        });
    supervisor.start();
    signals.onFirst(
        () -> {
          messages.say("stopping everything (Ctrl-C again to force)");
          supervisor.stop();
        });
    Optional<ProcessEvent.Misconfigured> misconfigured = supervisor.ended().join();
    runFile.ended();
    messages.say("all stopped");
    lines.awaitFollowers();
    return misconfigured;
  }

  /** An orderly stop is success, also by Ctrl-C: a run ends that way. */
  private static ExitCode result(Optional<ProcessEvent.Misconfigured> misconfigured) {
    if (misconfigured.isEmpty()) {
      return ExitCode.OK;
    }
    String name = misconfigured.get().program().name();
    int status = misconfigured.get().status();
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
    if (!registry.takesRegistrations()) {
      throw config.invalid(Settings.REGISTRY, "mdns or etcd: the services of a run register");
    }
    return registry;
  }

  /**
   * The flags given to this program. The services see environment and files anyway; relative paths
   * stay right, since a service runs in the directory of this program.
   */
  private List<String> passedOn() {
    return Stream.of(Settings.COMMON, Settings.CLIENT, Settings.STORAGE, List.of(METRICS_ADDRESS))
        .flatMap(List::stream)
        .flatMap(
            setting -> config.toPassOn(setting).stream().map(text -> setting.flag() + "=" + text))
        .toList();
  }

  private static void track(
      ProcessEvent event, RunningPrograms running, StartupWatch startup, RunFileWriter runFile) {
    if (event instanceof ProcessEvent.Started started) {
      running.started(event.program(), started.id());
      runFile.started(event.program().name(), started.pid());
    } else {
      running.gone(event.id());
      if (event instanceof ProcessEvent.Failed) {
        startup.disturbed();
      }
    }
  }
}
