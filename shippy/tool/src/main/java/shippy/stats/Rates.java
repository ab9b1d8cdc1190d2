package shippy.stats;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import shippy.clock.Clock;
import shippy.proto.debug.StatsResponse;

/** How fast counts grow from one look to the next. One thread. */
public final class Rates {
  private final Clock clock;
  private Map<String, Seen> last = Map.of();

  private record Seen(StatsResponse stats, long nanos) {}

  /**
   * How many a second since the last look.
   *
   * @param requests that ended
   * @param errors those of them that did not end with OK
   */
  public record Rate(double requests, double errors) {}

  public Rates(Clock clock) {
    this.clock = clock;
  }

  /**
   * The rates since the last look, by the id of the node; none for an instance that is seen for the
   * first time, or was started anew under its id.
   */
  public Map<String, Rate> look(List<Report> reports) {
    Map<String, Seen> now = new HashMap<>();
    Map<String, Rate> rates = new HashMap<>();
    for (Report report : reports) {
      if (report instanceof Report.Told told) {
        Seen seen = new Seen(told.stats(), clock.nanoTime());
        String id = told.node().id();
        now.put(id, seen);
        Optional.ofNullable(last.get(id))
            .flatMap(before -> rate(before, seen))
            .ifPresent(rate -> rates.put(id, rate));
      }
    }
    last = now;
    return rates;
  }

  private static Optional<Rate> rate(Seen before, Seen now) {
    long requests = now.stats.getRequests() - before.stats.getRequests();
    long errors = now.stats.getErrors() - before.stats.getErrors();
    double seconds = (now.nanos - before.nanos) / 1e9;
    boolean same = now.stats.getStarted() == before.stats.getStarted();
    return same && requests >= 0 && errors >= 0 && seconds > 0
        ? Optional.of(new Rate(requests / seconds, errors / seconds))
        : Optional.empty();
  }
}
