package shippy.consignment;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.testkit.PostgresServer;

/**
 * A consignment service that is killed with SIGKILL at any {@link KillPoint} leaves nothing that
 * the next one does not finish within 10 s, nobody asking it to.
 */
@Tag("etcd")
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class KillPointsIT {
  @RepeatedTest(5)
  void every_point_is_survived_on_sqlite(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path data)
      throws Exception {
    try (KillPointSystem system = new KillPointSystem("MICRO_DATA_DIR", data.toString())) {
      new KillPointWalk(system, () -> KillPointBooks.sqlite(data)).run("sqlite");
    }
  }

  @Test
  void every_point_is_survived_on_postgresql() throws Exception {
    String url = PostgresServer.shared().freshDatabase();
    try (KillPointSystem system = new KillPointSystem("MICRO_STORE", url)) {
      new KillPointWalk(system, () -> KillPointBooks.postgres(url)).run("postgresql");
    }
  }
}
