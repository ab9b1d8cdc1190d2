package shippy.registry.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import shippy.registry.Node;
import shippy.testkit.etcd.EtcdExtension;
import shippy.testkit.registry.SnapshotRecorder;

/** How long registrations wait for a new leader: beside other tests its election takes longer. */
@Isolated
@Tag("etcd")
class EtcdLeaderTest {
  private static final Duration TTL = Duration.ofSeconds(60);
  private static final Node NODE = Node.of("s", "s-1", "127.0.0.1:1");
  private static final Node OTHER = Node.of("s", "s-2", "127.0.0.1:2");

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(3);

  @Test
  void killed_leader_is_replaced_within_three_seconds() {
    SnapshotRecorder seen = new SnapshotRecorder();
    try (EtcdRegistry registry = EtcdRegistries.open(etcd.endpoints())) {
      registry.register(NODE, TTL);
      registry.watch("s", seen);
      eventually(Duration.ofSeconds(15), () -> assertSeen(seen, NODE));

      etcd.kill(etcd.leader());
      eventually(
          Duration.ofSeconds(3),
          () -> {
            registry.register(NODE, TTL);
            registry.register(OTHER, TTL);
          });
      eventually(Duration.ofSeconds(3), () -> assertSeen(seen, NODE, OTHER));
      assertThat(seen.sawEmpty()).isFalse();
    }
  }

  private static void assertSeen(SnapshotRecorder seen, Node... nodes) {
    assertThat(seen.nodes()).isEqualTo(Optional.of(List.of(nodes)));
  }
}
