package shippy.consignment;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import shippy.testkit.PostgresServer;
import shippy.testkit.Soak;

/**
 * A consignment service that is killed with SIGKILL at any {@link KillPoint} leaves nothing that
 * the next one does not finish within 10 s, nobody asking it to. {@code make soak} tries all of
 * them five times.
 */
@Tag("etcd")
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class KillPointsIT {
  /** Each point once, up to three of them one after the other. */
  static Stream<List<KillPoint>> walks() {
    List<KillPoint> all = List.of(KillPoint.values());
    return IntStream.range(0, Soak.times(1, 5))
        .boxed()
        .flatMap(time -> IntStream.iterate(0, i -> i < all.size(), i -> i + 3).boxed())
        .map(first -> all.subList(first, Math.min(first + 3, all.size())));
  }

  @ParameterizedTest
  @MethodSource("walks")
  void every_point_is_survived_on_sqlite(
      List<KillPoint> points, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path data)
      throws Exception {
    try (KillPointSystem system = new KillPointSystem("MICRO_DATA_DIR", data.toString())) {
      new KillPointWalk(system, () -> KillPointStores.sqlite(data), points).run("sqlite");
    }
  }

  @ParameterizedTest
  @MethodSource("walks")
  void every_point_is_survived_on_postgresql(List<KillPoint> points) throws Exception {
    String url = PostgresServer.shared().freshDatabase();
    try (KillPointSystem system = new KillPointSystem("MICRO_STORE", url)) {
      new KillPointWalk(system, () -> KillPointStores.postgres(url), points).run("postgresql");
    }
  }
}
