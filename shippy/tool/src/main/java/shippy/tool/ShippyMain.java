package shippy.tool;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import shippy.client.CallFailures;
import shippy.config.Settings;
import shippy.console.Console;
import shippy.console.io.IoStreams;
import shippy.demo.etcd.EtcdProgram;
import shippy.deploy.DockerCommand;
import shippy.deploy.KubeCommand;
import shippy.doctor.DoctorCommand;
import shippy.problem.Problem;
import shippy.process.Program;
import shippy.run.RunCommand;
import shippy.run.control.LogsCommand;
import shippy.run.control.RestartCommand;
import shippy.run.control.ScaleCommand;
import shippy.run.control.StopCommand;
import shippy.shell.completion.CompletionCommand;
import shippy.tool.call.CallCommand;
import shippy.tool.call.DescribeCommand;
import shippy.tool.call.StreamCommand;
import shippy.tool.config.ConfigCommand;
import shippy.tool.registry.GetService;
import shippy.tool.registry.ListServices;
import shippy.tool.registry.RegistryNames;
import shippy.tool.registry.RegistryStatus;
import shippy.tool.registry.WatchCommand;
import shippy.tool.stats.HealthCommand;
import shippy.tool.stats.StatsCommand;
import shippy.tool.stats.TopCommand;

/** The entry point of {@code shippy.jar}. */
public final class ShippyMain {
  private ShippyMain() {}

  /** Runs one command and exits with its code. */
  public static void main(String... args) {
    System.exit(console(IoStreams.system()).run(List.of(args)).number());
  }

  static Console console(IoStreams io) {
    return new Console(program(), Settings.CALLER, ShippyMain::problem, io);
  }

  /** Puts in what fixes stand for in this repository. */
  private static Problem problem(Throwable failure) {
    Problem.Fix fetch = new Problem.Fix("make demo", "find an etcd, fetch one if there is none");
    return CallFailures.problem(failure)
        .with(RunCommand.START, Problem.Fix.START_SERVICE)
        .with(new Problem.Fix("make build", "build them"), Program.BUILD)
        .with(new Problem.Fix("make build", "build it again"), Program.REBUILD)
        .with(fetch, EtcdProgram.FETCH);
  }

  /** All verbs. */
  static CommandLine program() {
    return new CommandLine(new Shippy())
        .addSubcommand(Console.taking(RunCommand.SETTINGS, new RunCommand()))
        .addSubcommand(NewCommand.command())
        .addSubcommand(new DockerCommand())
        .addSubcommand(KubeCommand.command())
        .addSubcommand(Console.taking(ApiCommand.SETTINGS, new ApiCommand()))
        .addSubcommand(Console.taking(StopCommand.SETTINGS, new StopCommand()))
        .addSubcommand(Console.taking(LogsCommand.SETTINGS, new LogsCommand()))
        .addSubcommand(Console.taking(RestartCommand.SETTINGS, new RestartCommand()))
        .addSubcommand(Console.taking(ScaleCommand.SETTINGS, new ScaleCommand()))
        .addSubcommand(new TutorialCommand())
        .addSubcommand(DoctorCommand.command())
        .addSubcommand(ConfigCommand.command())
        .addSubcommand(ContextCommand.command())
        .addSubcommand(new CompletionCommand(new RegistryNames()))
        .addSubcommand(new VersionCommand())
        .addSubcommand(new HelpTopic())
        .addSubcommand(Console.taking(DemoCommand.SETTINGS, new DemoCommand()))
        .addSubcommand(Console.taking(List.of(FsckCommand.WAIT), new FsckCommand()))
        .addSubcommand(new StatsCommand())
        .addSubcommand(new TopCommand())
        .addSubcommand(new PrometheusCommand())
        .addSubcommand(Console.taking(DescribeCommand.SETTINGS, new DescribeCommand()))
        .addSubcommand(fields(Console.taking(CallCommand.SETTINGS, new CallCommand())))
        .addSubcommand(fields(Console.taking(StreamCommand.SETTINGS, new StreamCommand())))
        .addSubcommand(new HealthCommand())
        .addSubcommand(new WatchCommand())
        .addSubcommand(new CommandLine(new ListGroup()).addSubcommand(new ListServices()))
        .addSubcommand(new CommandLine(new GetGroup()).addSubcommand(new GetService()))
        .addSubcommand(new CommandLine(new RegistryGroup()).addSubcommand(new RegistryStatus()));
  }

  /** Options that there are not may be fields of a request: only its method tells. */
  private static CommandLine fields(CommandLine call) {
    return call.setUnmatchedOptionsArePositionalParams(true);
  }

  @Command(
      name = "shippy",
      header = {
        "Runs microservices and shows what runs. Usage: shippy COMMAND [OPTIONS]",
        "",
        "@|bold Run|@        run            start services: the samples, or jars of yours",
        "           logs, restart  what instances write; restart without a failed call",
        "           scale, stop    start more of one (vessel=3); end one, or everything",
        "           demo, tutorial kill services and lose no request; a tour of it all",
        "@|bold Call|@       call           shippy call vessel GetVessels",
        "           stream         the same, for methods with many answers",
        "           describe       the methods of a service, and requests to fill in",
        "           api            all of it over HTTP, and a page that shows it",
        "@|bold Look|@       list services  who is there",
        "           get service    the instances and methods of one",
        "           health, stats  how they are, what they do; prometheus: over time",
        "           top, watch     the same live; who comes and goes",
        "@|bold Check|@      doctor         what is wrong here, and how to put it right",
        "           registry, fsck is the registry well? do services agree on all cargo?",
        "@|bold Make|@       new            a service of your own; docker, kube: to deploy it",
        "@|bold Set up|@     config         every setting, its value, and who set it",
        "           context        settings under a name: shippy context use prod",
        "           completion     for bash, zsh, fish; version: of this program",
        "           help           shippy help: topics; shippy help call: one command"
      })
  private static final class Shippy {}

  @Command(name = "list", aliases = "ls", description = "List what the registry knows.")
  private static final class ListGroup {}

  @Command(name = "get", description = "Show one thing in full.")
  private static final class GetGroup {}

  @Command(name = "registry", description = "Look at the registry itself.")
  private static final class RegistryGroup {}
}
