package shippy.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import shippy.gateway.control.InstanceControl;

/**
 * A run of two vessel services and a program that is no service; it keeps the orders it gets, and
 * the lines of one that is gone.
 */
final class InMemoryControl implements InstanceControl {
  private static final long LINES = 3;
  private static final Set<String> LABELS =
      Set.of("vessel-service", "vessel-service-2", "loader", "gone");

  private final List<String> orders = new CopyOnWriteArrayList<>();

  /** What was ordered, in order. */
  List<String> orders() {
    return orders;
  }

  @Override
  public List<Started> instances() {
    return List.of(
        new Started("3f2a", "shippy.service.vessel", "vessel-service", "vessel-service", 41),
        new Started("3f9b", "shippy.service.vessel", "vessel-service", "vessel-service-2", 42),
        new Started("77c0", "", "loader", "loader", 43));
  }

  @Override
  public void kill(String id) {
    orders.add("kill " + id);
  }

  @Override
  public void restart(List<String> ids) {
    orders.add("restart " + ids);
  }

  @Override
  public void stop(List<String> ids) {
    orders.add("stop " + ids);
  }

  @Override
  public boolean scale(String program, int instances) {
    orders.add("scale " + program + " " + instances);
    return program.endsWith("-service");
  }

  @Override
  public Optional<List<LogLine>> logs(String label, long after) {
    return LABELS.contains(label)
        ? Optional.of(
            LongStream.rangeClosed(after + 1, LINES)
                .mapToObj(n -> new LogLine(n, Instant.ofEpochMilli(n), label + " line " + n))
                .toList())
        : Optional.empty();
  }
}
