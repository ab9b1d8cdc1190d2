package shippy.tool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.config.Config;
import shippy.config.Format;
import shippy.config.Setting;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.io.Screen;
import shippy.demo.Demo;
import shippy.demo.DemoOptions;
import shippy.demo.DemoPage;
import shippy.demo.etcd.EtcdProgram;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.process.Program;
import shippy.run.RunGateway;
import shippy.run.SampleLocation;

/** {@code shippy demo [VESSEL.jar CONSIGNMENT.jar]}. */
@Command(
    name = "demo",
    description = {
      "Start an etcd cluster and several instances of both services in a throw-away folder, call"
          + " them all the time, end and kill things in turn, and count the requests that are lost."
          + " Exit code 0 if none is, 1 otherwise.",
      "Needs an etcd binary: --etcd, else the one in PATH. Nothing of yours is touched: own ports,"
          + " own data, removed at the end."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy demo                         about a minute, with everything",
      "  shippy demo --step                  a key before each step",
      "  shippy demo --no-kill --seconds=600 the system alone: kill what you like",
      "  shippy demo --instances=1 --nodes=1 what happens without a spare",
      "  shippy demo 2>/dev/null             the summary only"
    })
final class DemoCommand implements Action {
  private static final Setting<Integer> NODES =
      Setting.of(
          "nodes", "3", "etcd members; with fewer than 3 none is killed", Format.integer(1, 5));
  private static final Setting<Integer> INSTANCES =
      Setting.of("instances", "3", "instances of each service", Format.integer(1, 4));
  private static final Setting<Integer> SECONDS =
      Setting.of(
          "seconds",
          "60",
          "how long all steps take, unless the machine is slower; at least 10",
          Format.integer(10, 3_600));
  private static final Setting<String> ETCD =
      Setting.optional("etcd", "the etcd to run (the one in PATH)", Format.text());

  static final List<Setting<?>> SETTINGS = List.of(NODES, INSTANCES, SECONDS, ETCD);

  @Option(names = "--no-kill", description = "only run the system under load")
  private boolean noKill;

  @Option(names = "--step", description = "wait for a key before each step")
  private boolean step;

  @Option(names = "--keep", description = "leave logs and data behind, in the folder it names")
  private boolean keep;

  @Parameters(
      paramLabel = "JAR",
      arity = "0..*",
      description = "The vessel and the consignment service; without, the sample ones.")
  private List<Path> jars = List.of();

  @Override
  public ExitCode run(Invocation call) {
    Config config = call.config();
    Screen screen = call.io().screen();
    if (step && !(screen.inIsTerminal() && screen.errIsTerminal())) {
      throw Problem.of(
              ExitCode.USAGE, "--step: no terminal (expected: one, on which a key is pressed)")
          .toException();
    }
    int nodes = config.get(NODES);
    int instances = config.get(INSTANCES);
    Duration length = Duration.ofSeconds(config.get(SECONDS));
    Path etcd = EtcdProgram.find(config.find(ETCD), call.io().env());
    List<Program> programs = programs();
    DemoOptions options =
        new DemoOptions(
            nodes, instances, length, !noKill, step, keep, etcd, programs.get(0), programs.get(1));
    return new Demo(options, call, DemoCommand::page).run();
  }

  private static DemoPage page(Config config) {
    RunGateway gateway = RunGateway.ofDemo(config);
    return new DemoPage() {
      @Override
      public String place() {
        return gateway.place();
      }

      @Override
      public void close() {
        gateway.close();
      }
    };
  }

  private List<Program> programs() {
    List<Path> two = jars.isEmpty() ? SampleLocation.ofThisProgram().sampleServices() : jars;
    if (two.size() != 2) {
      throw Problem.of(
              ExitCode.USAGE,
              "jars: %d (expected: the vessel service and the consignment service, or none)"
                  .formatted(two.size()))
          .toException();
    }
    return Program.of(two.stream().map(Path::toAbsolutePath).toList());
  }
}
