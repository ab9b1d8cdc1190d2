package shippy.tool.stats;

import java.time.Duration;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.clock.Clock;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.output.Output;
import shippy.console.output.WatchLoop;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.shell.terminal.TerminalKeys;
import shippy.stats.CounterRates;
import shippy.stats.InstanceActivity;
import shippy.stats.StatsClient;

/** {@code shippy top [SERVICE]}. */
@Command(
    name = "top",
    description = {
      "Show what the instances do, once a second until Ctrl-C: calls and errors a second, how long"
          + " calls took in the last minute, memory, uptime; then dropped and refused calls.",
      "On a terminal as a table, else a line of JSON each second.",
      "There, s sorts by another column, / filters by a part of id or address, q quits."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy top                        all instances",
      "  shippy top vessel                 those of one service",
      "  shippy top | jq -r '.instances[] | [.id, .rate] | @tsv'"
    })
public final class TopCommand implements Action {
  private static final Duration LIMIT = Duration.ofSeconds(1);

  @Parameters(arity = "0..1", paramLabel = "SERVICE", description = InstanceSelection.ARGUMENT)
  private String service = "";

  @Option(names = "--callees", description = StatsCommand.CALLEES)
  private boolean callees;

  @Override
  public ExitCode run(Invocation call) {
    Clock clock = Clock.system();
    CounterRates rates = new CounterRates(clock);
    try (Platform platform = Platform.open(call.config());
        StatsClient instances = new StatsClient(platform, LIMIT)) {
      // A wrong name is an error; later the service may be away.
      InstanceSelection selection = InstanceSelection.of(platform.registry(), service);
      Supplier<TopView> look =
          () ->
              new TopView(
                  clock.now(),
                  InstanceActivity.sinceLast(instances.ask(selection.nodes()), rates),
                  callees);
      boolean terminal = call.io().screen().inIsTerminal() && WatchLoop.redraws(call.output());
      return terminal
          ? withKeys(look, call.output(), clock)
          : new WatchLoop(call.output(), clock).run(look::get);
    }
  }

  private static ExitCode withKeys(Supplier<TopView> look, Output output, Clock clock) {
    try (TerminalKeys terminal = TerminalKeys.open()) {
      TopKeys keys = TopKeys.of(terminal);
      return WatchLoop.with(keys, output, clock).run(() -> look.get().arranged(keys));
    }
  }
}
