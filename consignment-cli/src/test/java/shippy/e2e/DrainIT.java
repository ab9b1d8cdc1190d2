package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.testkit.EtcdExtension;
import shippy.testkit.RunningCommand;

/** SIGTERM in the middle of work. */
@Tag("etcd")
class DrainIT {
  private static final int WRITERS = 4;
  private static final Duration STOP = Duration.ofSeconds(15);

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  @Test
  void nothing_acknowledged_is_lost_and_the_log_is_written_back() throws Exception {
    try (Sandbox sandbox = Sandbox.etcd(ETCD.endpoints());
        Services services = new Services(ETCD.endpoints())) {
      List<RunningCommand> both = sandbox.both();

      Queue<String> acknowledged = acknowledgedWhile(services, () -> stop(both.get(1)));
      stop(both.get(0));

      assertThat(sandbox.data().resolve("consignment.db")).isNotEmptyFile();
      assertThat(log(sandbox, "consignment.db-wal")).doesNotExist();
      assertThat(log(sandbox, "vessel.db-wal")).doesNotExist();
      sandbox.both();
      assertThat(services.ledger().consignments())
          .filteredOn(Ledger.Row::confirmed)
          .extracting(Ledger.Row::id)
          .containsAll(acknowledged);
      sandbox.requireSound();
    }
  }

  private static Path log(Sandbox sandbox, String name) {
    return sandbox.data().resolve(name);
  }

  private static void stop(RunningCommand service) {
    service.terminate();
    assertThat(service.exitCode(STOP)).isZero();
  }

  /** The ids of what was created until the service was gone. */
  private static Queue<String> acknowledgedWhile(Services services, Runnable event) {
    AtomicBoolean over = new AtomicBoolean();
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      String name = "writer-%d-".formatted(i);
      writers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int n = 0; !over.get(); n++) {
                  create(services, name + n, acknowledged);
                }
              }));
    }
    eventually(Duration.ofSeconds(20), () -> assertThat(acknowledged).hasSizeGreaterThan(50));
    event.run();
    over.set(true);
    writers.forEach(CompletableFuture::join);
    return acknowledged;
  }

  private static void create(Services services, String id, Queue<String> acknowledged) {
    try {
      services.create(new Order(id, 1, 1).message());
      acknowledged.add(id);
    } catch (StatusRuntimeException e) {
      // Refused or unknown: nothing was promised.
    }
  }
}
