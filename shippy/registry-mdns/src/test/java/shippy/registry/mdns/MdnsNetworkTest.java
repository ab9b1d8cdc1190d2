package shippy.registry.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.clock.Clock;
import shippy.registry.Node;
import shippy.registry.mdns.sd.NodeCodec;
import shippy.testkit.Eventually;
import shippy.testkit.registry.SnapshotRecorder;

/** What mDNS adds to the contract: foreign records, changed ports, and how long things take. */
@Execution(ExecutionMode.CONCURRENT)
class MdnsNetworkTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration TTL = Duration.ofSeconds(15);

  private final String service = "net." + UUID.randomUUID().toString().substring(0, 8);
  private final Node node = Node.of(service, service + "-1", "127.0.0.1:50051");
  private final List<MdnsRegistry> registries = new ArrayList<>();

  private MdnsRegistry connect() {
    MdnsRegistry registry = MdnsRegistryTest.onLoopback();
    registries.add(registry);
    return registry;
  }

  @AfterEach
  void close() {
    registries.forEach(MdnsRegistry::close);
  }

  @Test
  void node_of_the_largest_size_is_found() {
    Map<String, String> metadata = new TreeMap<>();
    for (int i = 0; i < 5; i++) {
      metadata.put("k" + i, "x".repeat(i < 4 ? 249 : 135));
    }
    Node large = node.withMetadata(metadata);
    assertThat(NodeCodec.txt(large)).hasSizeBetween(1250, 1300);
    MdnsRegistry owner = connect();
    owner.register(large, TTL);
    eventually(PATIENCE, () -> assertThat(owner.nodes(service)).containsExactly(large));
    assertThat(connect().nodes(service)).containsExactly(large);
  }

  @Test
  void owner_on_another_port_replaces_the_node_without_a_gap() {
    MdnsRegistry owner = connect();
    SnapshotRecorder seen = new SnapshotRecorder();
    connect().watch(service, seen);
    owner.register(node, TTL);
    eventually(PATIENCE, () -> assertThat(seen.nodes()).contains(List.of(node)));
    int before = seen.all().size();
    Node moved = Node.of(service, node.id(), "127.0.0.1:50052");
    owner.register(moved, TTL);
    eventually(PATIENCE, () -> assertThat(seen.nodes()).contains(List.of(moved)));
    Eventually.throughout(
        Duration.ofSeconds(4), () -> assertThat(seen.nodes()).contains(List.of(moved)));
    assertThat(seen.all()).hasSize(before + 1);
    eventually(PATIENCE, () -> assertThat(connect().nodes(service)).containsExactly(moved));
  }

  @Test
  void owner_that_is_seen_at_another_place_moves_the_node() {
    MdnsRegistry first = connect();
    MdnsRegistry second = connect();
    SnapshotRecorder seen = new SnapshotRecorder();
    connect().watch(service, seen);
    first.register(node, TTL);
    eventually(PATIENCE, () -> assertThat(seen.nodes()).contains(List.of(node)));
    first.close();
    Node restarted =
        Node.of(service, node.id(), "127.0.0.1:50052").withMetadata(Map.of("run", "2"));
    second.register(restarted, TTL);
    eventually(PATIENCE, () -> assertThat(seen.nodes()).contains(List.of(restarted)));
  }

  @Test
  void warm_registry_answers_at_once_with_and_without_nodes() {
    MdnsRegistry owner = connect();
    MdnsRegistry reader = connect();
    owner.register(node, TTL);
    assertThat(reader.nodes(service + ".none")).isEmpty();
    eventually(PATIENCE, () -> assertThat(reader.nodes(service)).containsExactly(node));
    Supplier<Duration> time = Clock.system().stopwatch();
    for (int i = 0; i < 1000; i++) {
      assertThat(reader.nodes(service)).containsExactly(node);
      assertThat(reader.nodes(service + ".none")).isEmpty();
    }
    assertThat(time.get()).isLessThan(Lookups.LOOKUP);
  }

  @Test
  void closing_does_not_wait() {
    MdnsRegistry owner = connect();
    owner.register(node, TTL);
    eventually(PATIENCE, () -> assertThat(owner.nodes(service)).containsExactly(node));
    Supplier<Duration> time = Clock.system().stopwatch();
    owner.close();
    assertThat(time.get()).isLessThan(Duration.ofSeconds(1));
  }
}
