package shippy.registry.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.problem.ExitCode;
import shippy.registry.Node;
import shippy.registry.RegistryException;
import shippy.registry.Snapshot;
import shippy.testkit.etcd.EtcdExtension;
import shippy.testkit.registry.SnapshotRecorder;

/** Three members of which one or more fail. */
@Order(1)
@Tag("etcd")
class EtcdClusterTest {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Duration TTL = Duration.ofSeconds(60);
  private static final Node NODE = Node.of("s", "s-1", "127.0.0.1:1");

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(3);

  private EtcdRegistry registry = EtcdRegistries.open("127.0.0.1");
  private final SnapshotRecorder seen = new SnapshotRecorder();

  @BeforeEach
  void register_and_watch() {
    registry = EtcdRegistries.open(etcd.endpoints());
    registry.register(NODE, TTL);
    registry.watch("s", seen);
    expect(SOON, NODE);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void each_member_may_be_killed_in_turn_without_a_failed_lookup() {
    for (int member : IntStream.range(0, 3).toArray()) {
      etcd.kill(member);
      assertThat(registry.nodes("s")).containsExactly(NODE);
      assertThat(registry.services()).containsExactly("s");
      etcd.restart(member);
    }
    Node other = Node.of("s", "s-2", "127.0.0.1:2");
    registry.register(other, TTL);
    expect(Duration.ofSeconds(3), NODE, other);
    assertThat(seen.sawEmpty()).isFalse();
  }

  @Test
  void frozen_member_costs_no_lookup() {
    etcd.pause(0);
    for (int lookup = 0; lookup < 4; lookup++) {
      assertThat(registry.nodes("s")).containsExactly(NODE);
    }
    etcd.resume(0);
  }

  /** jetcd spreads them over the members; without calls only keep-alive can tell of the silence. */
  @Test
  void watches_on_a_frozen_member_move_on() {
    Map<Node, SnapshotRecorder> watches = new HashMap<>();
    for (String service : List.of("t", "u", "v", "w", "x")) {
      SnapshotRecorder recorder = new SnapshotRecorder();
      registry.watch(service, recorder);
      eventually(SOON, () -> assertThat(recorder.nodes()).isPresent());
      watches.put(Node.of(service, service + "-1", "127.0.0.1:1"), recorder);
    }
    try (EtcdRegistry writer = EtcdRegistries.open(etcd.endpoints())) {
      etcd.pause(0);
      for (Node node : watches.keySet()) {
        eventually(SOON, () -> writer.register(node, TTL));
      }
    }
    watches.forEach((node, recorder) -> expect(recorder, Duration.ofSeconds(15), node));
    etcd.resume(0);
  }

  @Test
  void without_quorum_reads_go_on_and_writes_say_why_they_do_not() {
    etcd.kill(1);
    etcd.kill(2);
    eventually(Duration.ofSeconds(3), () -> assertThat(registry.nodes("s")).containsExactly(NODE));
    RegistryException failure =
        catchThrowableOfType(RegistryException.class, () -> registry.register(NODE, TTL));
    assertThat(failure.problem().code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(failure).hasMessage("etcd has no quorum: cannot register s-1");
    assertThat(failure.problem().facts())
        .containsExactly(
            etcd.endpoint(0) + ": answers, but knows no leader",
            etcd.endpoint(1) + ": connection refused",
            etcd.endpoint(2) + ": connection refused");
    etcd.restore();
    eventually(SOON, () -> registry.register(NODE, TTL));
    Node other = Node.of("s", "s-2", "127.0.0.1:2");
    registry.register(other, TTL);
    expect(SOON, NODE, other);
    assertThat(seen.sawEmpty()).isFalse();
  }

  private void expect(Duration limit, Node... nodes) {
    expect(seen, limit, nodes);
  }

  private static void expect(SnapshotRecorder recorder, Duration limit, Node... nodes) {
    List<Node> expected = Arrays.asList(nodes);
    eventually(limit, () -> assertThat(recorder.last()).contains(new Snapshot.Nodes(expected)));
  }
}
