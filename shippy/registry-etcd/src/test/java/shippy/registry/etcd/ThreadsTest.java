package shippy.registry.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import shippy.registry.Node;
import shippy.registry.Snapshot;
import shippy.testkit.EtcdExtension;
import shippy.testkit.SnapshotRecorder;

/** What is left in the process; other tests have threads of the same names. */
@Isolated
@Tag("etcd")
class ThreadsTest {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Node NODE = Node.of("s", "s-1", "127.0.0.1:1");

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

  @Test
  void closing_leaves_no_thread() {
    SnapshotRecorder seen = new SnapshotRecorder();
    try (EtcdRegistry registry = Etcd.open(etcd.endpoints())) {
      registry.register(NODE, Duration.ofSeconds(15));
      registry.watch("s", seen);
      eventually(SOON, () -> assertThat(seen.last()).contains(new Snapshot.Nodes(List.of(NODE))));
    }
    eventually(
        SOON,
        () ->
            assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(
                    name ->
                        name.matches("(shippy-etcd|globalEventExecutor|grpc-|jetcd|vert.x).*")));
  }
}
