package shippy.testkit.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("etcd")
class EtcdExtensionTest {
  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(3);

  @Test
  void cluster_survives_its_leader_and_takes_it_back() {
    assertThat(etcd.endpoints()).matches("(127\\.0\\.0\\.1:\\d+,?){3}");
    int leader = etcd.leader();
    etcd.kill(leader);
    List<Integer> others = List.of((leader + 1) % 3, (leader + 2) % 3);
    eventually(Duration.ofSeconds(10), () -> assertThat(others).contains(etcd.leader()));
    etcd.etcdctl("put", "k", "v");
    etcd.restart(leader);
    assertThat(etcd.etcdctl("endpoint", "health").lines().filter(l -> l.contains("is healthy")))
        .hasSize(3);
    assertThat(etcd.etcdctl("get", "k", "--print-value-only")).isEqualTo("v\n");
  }

  @Test
  void paused_member_hangs_until_it_is_resumed_and_every_test_starts_empty() {
    assertThat(etcd.etcdctl("get", "", "--prefix")).isEmpty();
    etcd.pause(0);
    etcd.resume(0);
    etcd.etcdctl("put", "k", "v");
    etcd.wipe();
    assertThat(etcd.etcdctl("get", "k")).isEmpty();
  }

  @Test
  void failing_etcdctl_says_why() {
    assertThatThrownBy(() -> etcd.etcdctl("get"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("get command needs one argument");
  }

  @Test
  void certificate_and_users_are_real() {
    EtcdExtension secure = EtcdExtension.nodes(1).tls().user("shippy", "secret");
    try (secure) {
      secure.start();
      assertThat(secure.etcdctl("user", "list")).contains("root", "shippy");
      assertThat(secure.caFile()).content().contains("BEGIN CERTIFICATE");
    }
    assertThat(secure.endpoints()).isEmpty();
  }
}
