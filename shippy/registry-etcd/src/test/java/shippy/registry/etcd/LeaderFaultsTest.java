package shippy.registry.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.registry.Node;
import shippy.testkit.etcd.EtcdExtension;
import shippy.testkit.registry.SnapshotRecorder;

/** A running service while the leader of three members goes. */
@Tag("etcd")
class LeaderFaultsTest {
  private static final Duration SOON = Duration.ofSeconds(15);

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(3);

  @Test
  void killed_leader_costs_no_moment_of_presence() {
    SnapshotRecorder seen = new SnapshotRecorder();
    try (EtcdRegistry observer = EtcdRegistries.open(etcd.endpoints());
        TestService service = TestService.shortLease(etcd.endpoints())) {
      List<Node> there = List.of(service.node());
      eventually(SOON, () -> assertThat(observer.nodes(service.name())).isEqualTo(there));
      observer.watch(service.name(), seen);
      etcd.kill(etcd.leader());
      RecoveryTime.absence(
          Duration.ZERO,
          "absent after the leader is killed, ttl 3 s",
          Duration.ofSeconds(6),
          () -> observer.nodes(service.name()).equals(there));
      assertThat(seen.nodes()).contains(there);
      assertThat(seen.sawEmpty()).isFalse();
    }
  }
}
