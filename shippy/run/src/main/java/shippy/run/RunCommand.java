package shippy.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.console.Action;
import shippy.console.Console;
import shippy.console.Invocation;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.process.Program;

/** {@code shippy run [JAR...]}. */
@Command(
    name = "run",
    description = {
      "Run services until Ctrl-C. One that crashes is started again; one that refuses its"
          + " configuration ends the run.",
      "Shows warnings and errors of the services; 'shippy logs' shows the rest. 'shippy restart',"
          + " 'scale' and 'stop' take a name and act on a run from a second terminal.",
      "Settings reach the services: flags of this command, MICRO_* variables, shippy.properties.",
      "SERVICE_PATH (the folder of a service that is built) and SERVICE_NUMBER (of instances) stand"
          + " for JAR and --instances where these are not given."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy run                          the two sample services",
      "  shippy run --registry=etcd          with etcd on 127.0.0.1:2379",
      "  shippy run --data_dir=/tmp/shippy   with data of their own",
      "  shippy run --instances vessel=3     three vessel services",
      "  SERVICE_PATH=vessel-service SERVICE_NUMBER=3 shippy run",
      "  shippy run --cpus=0.5 --memory=100m what each instance may take",
      "  shippy run --watch target/a.jar     replaced whenever it is built"
    })
public final class RunCommand implements Action {
  /** How to start the sample services, for errors and the page. */
  public static final Problem.Fix START = new Problem.Fix("make run", "start both services");

  public static final List<Setting<?>> SETTINGS =
      Stream.concat(Settings.STORAGE.stream(), SandboxRun.SETTINGS.stream()).toList();

  @Parameters(
      paramLabel = "JAR",
      arity = "0..*",
      description = "Runnable jars; without any that of SERVICE_PATH, else the sample services.")
  private List<Path> jars = List.of();

  @Option(
      names = {"--api_enable_get", "--api-enable-get"},
      description = "--enable_get of 'shippy api', for the gateway of this run")
  private boolean undeclaredGet;

  @Option(
      names = "--instances",
      split = ",",
      paramLabel = "[NAME=]N",
      description = "start so many instances of a service, or of all; may be repeated")
  private List<String> instances = List.of();

  @Option(
      names = "--cpus",
      split = ",",
      paramLabel = "[NAME=]N",
      description = "processors that each instance may use, such as 0.5 (Linux control groups)")
  private List<String> cpus = List.of();

  @Option(
      names = "--memory",
      split = ",",
      paramLabel = "[NAME=]SIZE",
      description =
          "memory that each instance may take, such as 100m; one that takes more is killed and"
              + " started again (Linux control groups)")
  private List<String> memory = List.of();

  @Option(
      names = "--watch",
      description =
          "replace a service when its jar is built again; if that does not start, the previous"
              + " version goes on")
  private boolean watch;

  @Option(
      names = "--observe",
      description =
          "send traces and logs to the systems that run on this machine (Jaeger, Zipkin, Fluentd),"
              + " serve metrics, and show where to look")
  private boolean observe;

  @Option(names = "--logs", description = "show all that the services log")
  private boolean logs;

  @Override
  public ExitCode run(Invocation call) {
    SampleLocation samples = SampleLocation.ofThisProgram();
    Map<String, String> env = call.io().env();
    List<Program> single = Program.of(jars.isEmpty() ? jars(env, samples) : jars);
    List<String> counts =
        Stream.of(ServiceVariables.count(env), instances).flatMap(List::stream).toList();
    List<Program> programs =
        ResourceLimits.apply(cpus, memory, InstanceCounts.apply(counts, single));
    SandboxRun.Options options = new SandboxRun.Options(logs, watch, undeclaredGet, observe);
    Console.followLogs(call.live());
    return new SandboxRun(programs, call.live(), call.io(), samples, options).untilStopped();
  }

  private static List<Path> jars(Map<String, String> env, SampleLocation samples) {
    return ServiceVariables.jar(env).map(List::of).orElseGet(samples::sampleServices);
  }
}
