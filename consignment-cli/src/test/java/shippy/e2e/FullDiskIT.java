package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.EtcdExtension;
import shippy.testkit.SmallDisk;

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
    try (SmallDisk disk = SmallDisk.ofKib(KIB)) {
      sandbox.with("MICRO_DATA_DIR", disk.path().toString()).both();
      created("before");
      disk.fill();

      for (String id : List.of("full-1", "full-2")) {
        Result refused = sandbox.create(new Order(id, 1, 100));
        assertThat(refused.exitCode()).as(refused.stderr()).isEqualTo(1);
        assertThat(refused.stdout()).isEmpty();
        assertThat(refused.stderr())
            .isEqualTo(
                "error: store consignment.db: no space left, nothing changed; make room and repeat\n");
      }
      assertThat(sandbox.printed("list")).contains("before").doesNotContain("full-");
      assertThat(sandbox.printed("get", "before")).contains("before");
      assertThat(sandbox.printed("vessels")).contains("vessel001");
      disk.free();

      created("full-1");
      created("after");
      assertThat(sandbox.printed("list", "-o", "json"))
          .contains("\"before\"", "\"full-1\"", "\"after\"")
          .doesNotContain("\"full-2\"");
      sandbox.requireSound();
    }
  }

  private void created(String id) {
    Result created = sandbox.create(new Order(id, 1, 100));
    assertThat(created.exitCode()).as(created.stderr()).isZero();
  }
}
