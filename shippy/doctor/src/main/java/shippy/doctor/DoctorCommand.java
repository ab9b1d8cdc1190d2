package shippy.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.config.Config;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.console.Action;
import shippy.console.Console;
import shippy.console.Invocation;
import shippy.console.output.OutputFormat;
import shippy.platform.Platform;
import shippy.problem.ExitCode;

/** {@code doctor}. */
@Command(
    name = "doctor",
    description = {
      "Look for what keeps services from running or finding each other.",
      "Each row that is not PASS says how to put it right. Takes at most six seconds and changes"
          + " nothing.",
      "Exit code 1 if a row is FAIL, 0 otherwise."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} doctor",
      "  ${ROOT-COMMAND-NAME} doctor --registry=etcd --registry_address=a:2379,b:2379,c:2379",
      "  ${ROOT-COMMAND-NAME} doctor --server_address=:50051",
      "  ${ROOT-COMMAND-NAME} doctor -o json | jq -r '.checks[].fix // empty'"
    })
public final class DoctorCommand implements Action {
  private static final List<Setting<?>> SETTINGS =
      Stream.concat(Stream.of(Settings.SERVER_ADDRESS), Settings.STORAGE.stream()).toList();

  private DoctorCommand() {}

  /** The command, with the flags that services take. */
  public static CommandLine command() {
    return Console.taking(SETTINGS, new DoctorCommand());
  }

  @Override
  public ExitCode run(Invocation call) {
    ExecutorService threads = Executors.newCachedThreadPool(DaemonThreads.numbered("doctor"));
    int columns = call.io().screen().columns();
    List<Finding> found;
    try (Platform platform = Platform.open(call.config())) {
      RegisteredNodes registered = RegisteredNodes.in(platform, threads);
      found =
          new ParallelChecks(threads, Clock.system(), ParallelChecks.LIMIT, registered.future())
              .of(checks(call, platform, registered), finding -> tell(finding, columns, call));
    } finally {
      threads.shutdownNow();
    }
    DoctorReport report = new DoctorReport(found, columns);
    if (call.output().format() == OutputFormat.TABLE) {
      call.output().line(report.summary());
    } else {
      call.output().show(report);
    }
    return report.worst() == Finding.Level.FAIL ? ExitCode.FAILED : ExitCode.OK;
  }

  /** Prints each row as soon as it is known. */
  private static void tell(Finding finding, int columns, Invocation call) {
    DoctorReport.lines(finding, columns).forEach(call.output()::line);
  }

  private static List<Check> checks(
      Invocation call, Platform platform, RegisteredNodes registered) {
    Config config = call.config();
    String kind = config.get(Settings.REGISTRY);
    List<Check> checks = new ArrayList<>();
    checks.add(new JdkCheck(System.getProperty("java.version"), call.io().env()));
    checks.add(new DataDirCheck(config));
    checks.add(new StoreCheck(config));
    checks.add(new ServerPortCheck(config, registered));
    if (kind.equals("mdns")) {
      checks.add(new InterfaceCheck(config));
      checks.add(new MulticastCheck(config, platform.clock()));
    }
    if (kind.equals("etcd")) {
      checks.add(new EtcdCheck(config, registered));
      checks.add(new ClockCheck(config, platform.clock()));
    }
    checks.add(new RegistryCheck(kind, registered));
    checks.add(new ServicesCheck(platform, registered));
    return checks;
  }
}
