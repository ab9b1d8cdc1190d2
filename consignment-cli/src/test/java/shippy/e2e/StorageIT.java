package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.PostgresServer;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/** Where services keep what they were told: what outlives them, and who shares it. */
@Tag("etcd")
class StorageIT {
  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  private final Sandbox sandbox = Sandbox.etcd(ETCD.endpoints());

  @AfterEach
  void close() throws Exception {
    sandbox.close();
  }

  @Test
  void consignments_and_capacity_outlive_a_kill_of_both_services() {
    List<RunningCommand> first = sandbox.both();
    create("kept", 3, 55_000);
    create("given-up", 2, 700);
    String consignments = sandbox.printed("list", "-o", "json");
    String vessels = sandbox.printed("vessels", "-o", "json");
    first.forEach(RunningCommand::kill);

    sandbox.both();

    assertThat(sandbox.printed("list", "-o", "json"))
        .isEqualTo(consignments)
        .contains("kept", "given-up");
    assertThat(sandbox.printed("vessels", "-o", "json")).isEqualTo(vessels).contains("55700");
    sandbox.printed("cancel", "given-up");
    eventually(
        Duration.ofSeconds(10),
        () -> assertThat(sandbox.printed("vessels", "-o", "json")).doesNotContain("55700"));
    sandbox.requireSound();
  }

  @Test
  void one_sqlite_file_holds_both_services() {
    sandbox.both("--store=sqlite:" + sandbox.data().resolve("shared.db"));

    createsListsAndIsSound();
    assertThat(sandbox.data().resolve("shared.db")).isNotEmptyFile();
    assertThat(sandbox.data().resolve("vessel.db")).doesNotExist();
  }

  @Test
  void one_postgresql_database_holds_both_services() {
    sandbox.with("MICRO_STORE", PostgresServer.shared().freshDatabase());
    List<RunningCommand> first = sandbox.both();

    createsListsAndIsSound();
    first.forEach(RunningCommand::kill);
    sandbox.both();
    assertThat(sandbox.printed("list")).contains("order-1");
  }

  @Test
  void memory_needs_no_files_and_forgets() {
    List<RunningCommand> first = sandbox.both("--store=memory");

    createsListsAndIsSound();
    assertThat(sandbox.data()).isEmptyDirectory();
    first.forEach(RunningCommand::kill);
    sandbox.both("--store=memory");
    assertThat(sandbox.printed("list")).doesNotContain("order-1");
  }

  private void createsListsAndIsSound() {
    create("order-1", 3, 55_000);
    assertThat(sandbox.printed("list")).contains("order-1", "vessel001");
    sandbox.requireSound();
  }

  private void create(String id, int containers, int weightKg) {
    Result created = sandbox.create(new Order(id, containers, weightKg));
    assertThat(created.exitCode()).as(created.stderr()).isZero();
  }
}
