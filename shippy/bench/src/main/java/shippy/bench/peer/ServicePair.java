package shippy.bench.peer;

import java.util.List;
import java.util.Optional;

/**
 * Something that runs both services.
 *
 * @param name as it stands in the report
 * @param starter its processes
 */
public record ServicePair(String name, Starter starter) {

  /** Starts the processes, registered at the host's etcd; returns at once. */
  @FunctionalInterface
  public interface Starter {
    List<Started> start(BenchHost host, List<String> flags);
  }

  /**
   * A process.
   *
   * @param service what it serves, {@code vessel} or {@code consignment}; none if its children do
   */
  public record Started(Optional<String> service, List<String> command) {}
}
