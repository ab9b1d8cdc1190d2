package shippy.tool.stats;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.config.Settings;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.output.Output;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.stats.InstanceActivity;
import shippy.stats.StatsClient;
import shippy.stats.StatsResult;

/** {@code shippy stats [SERVICE]}. */
@Command(
    name = "stats",
    description = {
      "Show what each instance says of itself: since when it runs, what it uses, how many calls it"
          + " has answered, and how fast in the last minute; then dropped and refused calls.",
      "One without such figures, as of go-micro since its version 4, has dashes.",
      "Exit code 1 if some instances do not answer, 69 if none does."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy stats                        all instances",
      "  shippy stats vessel --callees       those of one service, and whom they call",
      "  shippy stats -o json | jq -r '.[] | [.id, .requests, .p99_us] | @tsv'"
    })
public final class StatsCommand implements Action {
  static final String CALLEES = "Show whom each calls, and the balancer's share of each callee.";

  @Parameters(arity = "0..1", paramLabel = "SERVICE", description = InstanceSelection.ARGUMENT)
  private String service = "";

  @Option(names = "--callees", description = CALLEES)
  private boolean callees;

  @Override
  public ExitCode run(Invocation call) {
    try (Platform platform = Platform.open(call.config());
        StatsClient instances =
            new StatsClient(platform, call.config().get(Settings.CLIENT_REQUEST_TIMEOUT))) {
      List<StatsResult> reports =
          instances.ask(InstanceSelection.of(platform.registry(), service).now());
      call.output()
          .show(
              new StatsView(reports.stream().map(InstanceActivity::sinceStart).toList(), callees));
      remark(reports, call.output());
      return code(reports);
    }
  }

  private static void remark(List<StatsResult> reports, Output output) {
    if (reports.isEmpty()) {
      output.remark("no services");
    }
    if (reports.stream().anyMatch(StatsResult.Unimplemented.class::isInstance)) {
      output.remark("a row of dashes: the instance answers, but keeps no statistics");
    }
    if (reports.stream().anyMatch(StatsCommand::isIdle)) {
      output.remark("p50 and p99 are of the last minute; a dash: no call ended in it");
    }
  }

  private static boolean isIdle(StatsResult report) {
    return report instanceof StatsResult.Answered answered && answered.stats().getP99Us() == 0;
  }

  private static ExitCode code(List<StatsResult> reports) {
    long silent = reports.stream().filter(StatsResult.Silent.class::isInstance).count();
    if (silent == 0) {
      return ExitCode.OK;
    }
    return silent < reports.size() ? ExitCode.FAILED : ExitCode.UNAVAILABLE;
  }
}
