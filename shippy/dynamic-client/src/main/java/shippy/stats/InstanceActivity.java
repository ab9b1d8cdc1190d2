package shippy.stats;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import shippy.proto.debug.Callee;
import shippy.proto.debug.StatsResponse;
import shippy.registry.Node;
import shippy.stats.CounterRates.Growth;

/**
 * What an instance did in an interval.
 *
 * @param report at its end
 * @param growth of its calls; empty for one that did not answer, or was not known at the beginning
 * @param callees whom it called, by service and address
 */
public record InstanceActivity(
    StatsResult report, Optional<Growth> growth, List<CalleeShare> callees) {
  public InstanceActivity {
    requireNonNull(report, "report");
    requireNonNull(growth, "growth");
    callees = List.copyOf(callees);
  }

  /** Since it was started. */
  public static InstanceActivity sinceStart(StatsResult report) {
    List<Callee> callees = report.figures().map(StatsResponse::getCalleesList).orElse(List.of());
    return new InstanceActivity(
        report, Optional.empty(), CalleeShare.among(callees, Callee::getRequests));
  }

  /** Since the last round; one that was restarted since then begins anew. Ends the round. */
  public static List<InstanceActivity> sinceLast(List<StatsResult> reports, CounterRates rates) {
    List<InstanceActivity> all = new ArrayList<>();
    for (StatsResult report : reports) {
      all.add(
          report
              .figures()
              .map(stats -> sinceLast(report, stats, rates))
              .orElseGet(() -> new InstanceActivity(report, Optional.empty(), List.of())));
    }
    rates.looked();
    return all;
  }

  private static InstanceActivity sinceLast(
      StatsResult report, StatsResponse stats, CounterRates rates) {
    String id = report.node().id() + " " + stats.getStarted();
    return new InstanceActivity(
        report,
        rates.of(id, stats.getRequests(), stats.getErrors()),
        CalleeShare.among(
            stats.getCalleesList(),
            callee ->
                rates
                    .of(
                        String.join(" ", id, callee.getService(), callee.getAddress()),
                        callee.getRequests(),
                        callee.getErrors())
                    .map(Growth::calls)
                    .orElse(0L)));
  }

  public Node node() {
    return report.node();
  }

  /** What it tells; empty if it does not. */
  public Optional<StatsResponse> figures() {
    return report.figures();
  }
}
