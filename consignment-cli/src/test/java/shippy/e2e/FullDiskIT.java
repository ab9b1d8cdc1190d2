package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.e2e.StoredState.Row;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.SmallDisk;
import shippy.testkit.etcd.EtcdExtension;

/** Services whose disk fills up under them, and is cleared again. */
@Tag("etcd")
class FullDiskIT {
  /** For SQLite's library of 1.5 MB and two small databases with their logs. */
  private static final int KIB = 16 * 1024;

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  private final Sandbox sandbox = Sandbox.etcd(ETCD.endpoints());

  @AfterEach
  void close() throws Exception {
    sandbox.close();
  }

  @Test
  void what_was_acknowledged_stays_and_can_be_read_and_creating_resumes_by_itself() {
    try (SmallDisk disk = SmallDisk.ofKib(KIB);
        Services services = new Services(ETCD.endpoints())) {
      sandbox.with("MICRO_DATA_DIR", disk.path().toString()).both();
      created("before");

      Queue<String> acknowledged = ConcurrentCreates.acknowledgedWhile(services, () -> fill(disk));

      assertThat(sandbox.printed("list")).contains("before").doesNotContain("refused");
      assertThat(sandbox.printed("get", "before")).contains("before");
      assertThat(sandbox.printed("vessels")).contains("vessel001");
      requireAll(services, acknowledged);
      disk.free();
      created("refused");
      created("after");
      requireAll(services, acknowledged);
      assertThat(sandbox.printed("list")).contains("before", "refused", "after");
      sandbox.requireSound();
    }
  }

  /** The logs of the databases may have room within for a while. */
  private void fill(SmallDisk disk) {
    disk.fill();
    eventually(
        Duration.ofSeconds(60),
        () -> {
          Result refused = sandbox.create(new Order("refused", 1, 100));
          assertThat(refused.stderr())
              .isEqualTo(
                  "error: store consignment.db: no space left, nothing changed;"
                      + " make room and repeat\n");
          assertThat(refused.stdout()).isEmpty();
          assertThat(refused.exitCode()).isEqualTo(1);
        });
  }

  private static void requireAll(Services services, Queue<String> acknowledged) {
    assertThat(services.stored().consignments())
        .filteredOn(Row::confirmed)
        .extracting(Row::id)
        .containsAll(acknowledged);
  }

  private void created(String id) {
    Result created = sandbox.create(new Order(id, 1, 100));
    assertThat(created.exitCode()).as(created.stderr()).isZero();
  }
}
