package shippy.registry.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.registry.Node;
import shippy.registry.Snapshot;
import shippy.testkit.etcd.EtcdExtension;
import shippy.testkit.registry.SnapshotRecorder;

/** What etcd and its operators do to a registration and to a watch, and how both come back. */
@Order(2)
@Tag("etcd")
@Execution(ExecutionMode.CONCURRENT)
class EtcdRecoveryTest {
  private static final Duration TTL = Duration.ofSeconds(15);
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Node NODE =
      Node.of("s", "s-1", "127.0.0.1:1").withMetadata(Map.of("protocol", "grpc"));
  private static final String KEY = "/micro/registry/s/s-1";

  @RegisterExtension final EtcdExtension etcd = EtcdExtension.nodes(1);

  private EtcdRegistry registry = EtcdRegistries.open("127.0.0.1");

  @BeforeEach
  void open() {
    registry = EtcdRegistries.open(etcd.endpoints());
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void etcdctl_shows_the_key_and_the_bytes_of_go_micro_under_a_lease() {
    registry.register(NODE, Duration.ofMillis(14_001));
    assertThat(etcd.etcdctl("get", "--prefix", "/micro/registry/"))
        .isEqualTo(
            KEY
                + """

                {"name":"s","version":"latest","metadata":null,"endpoints":[],\
                "nodes":[{"id":"s-1","address":"127.0.0.1:1","metadata":{"protocol":"grpc"}}]}
                """);
    String lease = lease();
    assertThat(etcd.etcdctl("lease", "timetolive", lease)).contains("granted with TTL(15s)");
    registry.register(NODE, TTL);
    assertThat(lease()).isEqualTo(lease);
    registry.deregister(NODE);
    assertThat(etcd.etcdctl("get", "--prefix", "/micro/registry/")).isEmpty();
    assertThat(etcd.etcdctl("lease", "list")).doesNotContain(lease);
  }

  @Test
  void what_a_go_micro_service_wrote_is_found() {
    etcd.etcdctl(
        "put",
        KEY,
        """
        {"name":"s","version":"latest","metadata":null,"endpoints":null,\
        "nodes":[{"metadata":{"protocol":"grpc"},"id":"s-1","address":"127.0.0.1:1"}]}\
        """);
    assertThat(registry.nodes("s")).containsExactly(NODE);
    assertThat(registry.services()).containsExactly("s");
  }

  @Test
  void deleted_key_revoked_lease_and_foreign_value_are_put_right_by_the_next_renewal() {
    registry.register(NODE, TTL);
    etcd.etcdctl("del", KEY);
    registry.register(NODE, TTL);
    assertThat(registry.nodes("s")).containsExactly(NODE);
    etcd.etcdctl("lease", "revoke", lease());
    registry.register(NODE, TTL);
    assertThat(registry.nodes("s")).containsExactly(NODE);
    etcd.etcdctl("put", KEY, "{}");
    registry.register(NODE, TTL);
    assertThat(registry.nodes("s")).containsExactly(NODE);
    etcd.etcdctl("put", KEY, etcd.etcdctl("get", KEY, "--print-value-only").strip());
    registry.register(NODE, TTL);
    assertThat(lease()).as("bound to a lease again").isNotEqualTo("0");
  }

  @Test
  void wiped_etcd_gets_the_registration_back_and_the_watch_sees_it() {
    registry.register(NODE, TTL);
    SnapshotRecorder seen = watch();
    expect(seen, NODE);
    etcd.wipe();
    expect(seen);
    registry.register(NODE, TTL);
    expect(seen, NODE);
  }

  @Test
  void restart_within_the_ttl_is_no_loss_and_the_watch_goes_on() {
    registry.register(NODE, TTL);
    SnapshotRecorder seen = watch();
    expect(seen, NODE);
    etcd.kill(0);
    etcd.restart(0);
    eventually(SOON, () -> assertThat(registry.nodes("s")).containsExactly(NODE));
    registry.register(NODE, TTL);
    Node other = Node.of("s", "s-2", "127.0.0.1:2");
    registry.register(other, TTL);
    expect(seen, NODE, other);
    assertThat(seen.sawEmpty()).isFalse();
  }

  @Test
  void watch_survives_compaction_while_it_was_away() {
    registry.register(NODE, TTL);
    SnapshotRecorder seen = watch();
    expect(seen, NODE);
    etcd.pause(0);
    etcd.resume(0);
    etcd.kill(0);
    etcd.restart(0);
    String put = etcd.etcdctl("put", "x", "y", "-w", "fields");
    String revision = put.lines().filter(l -> l.contains("Revision")).findFirst().orElseThrow();
    etcd.etcdctl("compact", revision.replaceAll("\\D", ""));
    etcd.etcdctl("del", KEY);
    expect(seen);
    registry.register(NODE, TTL);
    expect(seen, NODE);
  }

  @Test
  void unusable_entries_are_skipped_and_counted_and_hide_nothing() {
    registry.register(NODE, TTL);
    SnapshotRecorder seen = watch();
    expect(seen, NODE);
    etcd.etcdctl("put", "/micro/registry/s/bad", "not json");
    etcd.etcdctl("put", "/micro/registry/s/other", json("elsewhere", "127.0.0.1:1"));
    etcd.etcdctl("put", "/micro/registry/s/nobody", "{\"name\":\"s\",\"nodes\":[{\"id\":\"\"}]}");
    etcd.etcdctl("put", "/micro/registry/s/deeper/key", json("t", "127.0.0.1:1"));
    assertThat(registry.nodes("s")).containsExactly(NODE);
    eventually(SOON, () -> assertThat(registry.skipped()).isGreaterThanOrEqualTo(8));
    assertThat(seen.last()).contains(new Snapshot.Nodes(List.of(NODE)));
    etcd.etcdctl("put", KEY, "broken");
    expect(seen);
  }

  /** 6 MB together, more than one message may hold. */
  @Test
  void huge_values_of_strangers_hide_no_node() {
    String huge = "x".repeat(100_000);
    for (int i = 0; i < 60; i++) {
      etcd.etcdctl("put", "/micro/registry/s/huge-" + i, huge);
    }
    registry.register(NODE, TTL);
    assertThat(registry.nodes("s")).containsExactly(NODE);
    assertThat(registry.services()).containsExactly("s");
    expect(watch(), NODE);
    assertThat(registry.skipped()).isGreaterThanOrEqualTo(60);
  }

  @Test
  void paused_etcd_is_told_unavailable_and_back_after_it_goes_on() {
    registry.register(NODE, Duration.ofMinutes(1));
    SnapshotRecorder seen = watch();
    expect(seen, NODE);
    etcd.pause(0);
    eventually(
        Duration.ofSeconds(17),
        () -> assertThat(seen.last()).containsInstanceOf(Snapshot.Unavailable.class));
    assertThat(seen.nodes()).contains(List.of(NODE));
    etcd.resume(0);
    expect(seen, NODE);
  }

  @Test
  void late_watcher_hears_the_known_set_and_then_the_loss() {
    registry.register(NODE, TTL);
    SnapshotRecorder first = watch();
    expect(first, NODE);
    etcd.kill(0);
    eventually(SOON, () -> assertThat(first.last()).containsInstanceOf(Snapshot.Unavailable.class));
    SnapshotRecorder late = watch();
    eventually(SOON, () -> assertThat(late.all()).hasSize(2));
    assertThat(late.nodes()).contains(List.of(NODE));
    assertThat(late.last()).containsInstanceOf(Snapshot.Unavailable.class);
  }

  private SnapshotRecorder watch() {
    SnapshotRecorder seen = new SnapshotRecorder();
    registry.watch("s", seen);
    return seen;
  }

  private static void expect(SnapshotRecorder seen, Node... nodes) {
    eventually(SOON, () -> assertThat(seen.last()).contains(new Snapshot.Nodes(List.of(nodes))));
  }

  private String lease() {
    return EtcdRegistries.lease(etcd, KEY);
  }

  private static String json(String service, String address) {
    return "{\"name\":\"%s\",\"nodes\":[{\"id\":\"x\",\"address\":\"%s\"}]}"
        .formatted(service, address);
  }
}
