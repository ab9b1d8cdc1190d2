package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.e2e.StoredState.Row;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/** SIGTERM in the middle of work. */
@Tag("etcd")
class DrainIT {
  private static final Duration STOP = Duration.ofSeconds(15);

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  @Test
  void nothing_acknowledged_is_lost_and_the_log_is_written_back() throws Exception {
    try (Sandbox sandbox = Sandbox.etcd(ETCD.endpoints());
        Services services = new Services(ETCD.endpoints())) {
      List<RunningCommand> both = sandbox.both();

      Queue<String> acknowledged =
          ConcurrentCreates.acknowledgedWhile(services, () -> stop(both.get(1)));
      stop(both.get(0));

      assertThat(sandbox.data().resolve("consignment.db")).isNotEmptyFile();
      assertThat(sandbox.data().resolve("consignment.db-wal")).doesNotExist();
      assertThat(sandbox.data().resolve("vessel.db")).isNotEmptyFile();
      assertThat(sandbox.data().resolve("vessel.db-wal")).doesNotExist();
      sandbox.both();
      assertThat(services.stored().consignments())
          .filteredOn(Row::confirmed)
          .extracting(Row::id)
          .containsAll(acknowledged);
      sandbox.requireSound();
    }
  }

  private static void stop(RunningCommand service) {
    service.terminate();
    assertThat(service.exitCode(STOP)).isZero();
  }
}
