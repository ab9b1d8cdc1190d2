package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import shippy.clock.Clock;
import shippy.e2e.History.Kind;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.PostgresServer;
import shippy.testkit.etcd.EtcdExtension;

/**
 * Whatever is killed: what was acknowledged is stored, no vessel carries more than it can, and no
 * capacity is held for nothing. {@code make storm KILLS=300} runs the long one; {@code
 * -Dstorm.seed} repeats the choices of a run, though not its timing. A failed run leaves its
 * history and the output of all processes in {@code target/storm-*}.
 */
@ResourceLock("processor")
@Tag("etcd")
@Tag("slow")
@Timeout(value = 60, unit = TimeUnit.MINUTES)
@Order(1)
class StormIT {
  private static final int KILLS = Integer.getInteger("storm.kills", 8);
  private static final long SEED = Long.getLong("storm.seed", new Random().nextLong());

  /** All is settled within this time after the last answer. */
  private static final Duration QUIESCENCE = Duration.ofSeconds(10);

  /** Nothing changes any more when all is settled. */
  private static final Duration STILL = Duration.ofSeconds(1);

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  private interface Opening {
    StoreReader open() throws SQLException;
  }

  @Test
  void nothing_is_lost_on_sqlite(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path data)
      throws Exception {
    storm("sqlite", "MICRO_DATA_DIR", data.toString(), () -> StoreReader.sqlite(data));
  }

  @Test
  void nothing_is_lost_on_postgresql() throws Exception {
    try (PostgresServer server = PostgresServer.durable()) {
      String url = server.freshDatabase();
      storm("postgresql", "MICRO_STORE", url, () -> StoreReader.postgres(url));
    }
  }

  private static void storm(String name, String variable, String value, Opening reader)
      throws Exception {
    System.out.printf("storm on %s: seed=%d%n", name, SEED);
    History history = new History(Clock.system());
    try (Sandbox sandbox = Sandbox.etcd(ETCD.endpoints()).with(variable, value);
        Services services = new Services(ETCD.endpoints())) {
      Cluster cluster = new Cluster(sandbox, 2, 3);
      try {
        storm(name, new RepeatedKills(cluster, services, history, SEED), history, reader, services);
        Result fsck = sandbox.tool("fsck", "-o", "json");
        assertThat(fsck.exitCode()).as(fsck.stdout() + fsck.stderr()).isZero();
      } catch (Throwable e) {
        keep(Path.of("target", "storm-" + name), history, cluster);
        throw e;
      }
    }
  }

  private static void storm(
      String name, RepeatedKills kills, History history, Opening reader, Services services)
      throws Exception {
    Supplier<Duration> stopwatch = Clock.system().stopwatch();
    CapacityMonitor monitor = new CapacityMonitor(reader.open());
    try (StoreReader last = reader.open()) {
      try (monitor) {
        kills.run(KILLS, monitor);
        eventually(QUIESCENCE, () -> requireClean(new Audit(history, last.stored())));
        throughout(STILL, monitor::check);
      }
      Audit audit = new Audit(history, last.stored());
      System.out.println(summary(name, history, monitor, audit, stopwatch.get()));
      requireClean(audit);
      StoredState stored = last.stored();
      StoredState said = services.stored();
      assertThat(said.consignments()).containsExactlyInAnyOrderElementsOf(stored.consignments());
      assertThat(said.holds()).containsExactlyInAnyOrderElementsOf(stored.holds());
      assertThat(said.vessels()).containsExactlyInAnyOrderElementsOf(stored.vessels());
    }
  }

  private static void requireClean(Audit audit) {
    SoftAssertions.assertSoftly(
        all -> {
          all.assertThat(audit.lost()).as("lost").isEmpty();
          all.assertThat(audit.oversold()).as("oversold").isEmpty();
          all.assertThat(audit.orphans()).as("orphans").isEmpty();
          all.assertThat(audit.duplicates()).as("duplicates").isEmpty();
        });
  }

  private static String summary(
      String name, History history, CapacityMonitor monitor, Audit audit, Duration took) {
    return "storm on "
        + name
        + ": kills=%d acknowledged=%d refused=%d cancelled=%d retries=%d observations=%d"
            .formatted(
                KILLS,
                history.ids(Kind.ACKNOWLEDGED),
                history.ids(Kind.REFUSED),
                history.ids(Kind.CANCELLED),
                history.count(Kind.UNKNOWN),
                monitor.observations())
        + " lost=%d oversold=%d orphans=%d duplicates=%d seconds=%d"
            .formatted(
                audit.lost().size(),
                audit.oversold().size(),
                audit.orphans().size(),
                audit.duplicates().size(),
                took.toSeconds());
  }

  private static void keep(Path folder, History history, Cluster cluster) throws IOException {
    Files.createDirectories(folder);
    history.write(folder.resolve("history.jsonl"));
    cluster.writeLogs(folder);
    System.out.println("storm: history and output kept in " + folder.toAbsolutePath());
  }
}
