package shippy.tool.stats;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import shippy.clock.Clock;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.output.WatchLoop;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.stats.CounterRates;
import shippy.stats.StatsClient;
import shippy.stats.StatsResult;

/** {@code shippy top [SERVICE]}. */
@Command(
    name = "top",
    description = {
      "Show what the instances do, once a second until Ctrl-C: calls and errors a second, how long"
          + " calls took in the last minute, memory, threads.",
      "On a terminal as a table, else a line of JSON each second."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy top                        all instances",
      "  shippy top vessel                 those of one service",
      "  shippy top | jq -r '.instances[] | [.id, .rate] | @tsv'"
    })
public final class TopCommand implements Action {
  private static final Duration LIMIT = Duration.ofSeconds(1);

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description =
          "A service, or its end: vessel; or the id of an instance, such as vessel-1a2b (all).")
  private String service = "";

  @Override
  public ExitCode run(Invocation call) {
    Clock clock = Clock.system();
    CounterRates rates = new CounterRates(clock);
    try (Platform platform = Platform.open(call.config());
        StatsClient instances = new StatsClient(platform, LIMIT)) {
      // A wrong name is an error; later the service may be away.
      InstanceSelection selection = InstanceSelection.of(platform.registry(), service);
      return new WatchLoop(call.output(), clock)
          .run(
              () -> {
                List<StatsResult> reports = instances.ask(selection.nodes());
                return TopView.of(clock.now(), reports, rates);
              });
    }
  }
}
