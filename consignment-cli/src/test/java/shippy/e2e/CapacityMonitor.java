package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import shippy.e2e.StoredState.VesselLoad;

/** Looks at the capacity of every vessel in the store, 20 ms after it last did. Thread-safe. */
final class CapacityMonitor implements AutoCloseable {
  private static final long PERIOD_MILLIS = 20;

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final StoreReader reader;
  private final AtomicLong observations = new AtomicLong();
  private final List<String> faults = new CopyOnWriteArrayList<>();

  CapacityMonitor(StoreReader reader) {
    this.reader = reader;
    var unused = thread.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** How often it has seen every vessel in order. */
  long observations() {
    return observations.get();
  }

  /** Fails if a vessel ever was out of order, or could not be seen. */
  void check() {
    assertThat(faults).as("capacity in the store").isEmpty();
  }

  @Override
  public void close() throws Exception {
    thread.shutdown();
    assertThat(thread.awaitTermination(30, TimeUnit.SECONDS)).as("monitor ended").isTrue();
    reader.close();
  }

  private void look() {
    try {
      List<String> seen =
          reader.loads().stream().map(VesselLoad::fault).flatMap(f -> f.stream()).toList();
      faults.addAll(seen);
      if (seen.isEmpty()) {
        observations.incrementAndGet();
      }
    } catch (SQLException e) {
      faults.add("unreadable: " + e);
    }
  }
}
