package shippy.registry.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.Node;
import shippy.registry.RegistryException;
import shippy.registry.Snapshot;
import shippy.testkit.registry.SnapshotRecorder;

/** A link that cannot be opened or stops working, and comes back. */
@Execution(ExecutionMode.CONCURRENT)
class MdnsLossTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration TTL = Duration.ofSeconds(15);

  private final String service = "loss." + UUID.randomUUID().toString().substring(0, 8);
  private final Node node = Node.of(service, service + "-1", "127.0.0.1:50051");
  private final LocalAddress where = LocalAddress.loopback();
  private final List<MulticastLink> opened = new CopyOnWriteArrayList<>();
  private volatile boolean permitted = true;
  private volatile boolean mute;
  private final MdnsRegistry registry = MdnsRegistryTest.on(where, this::open);

  private MulticastLink open(MulticastLink.Receiver receiver, Runnable broken) throws IOException {
    if (!permitted) {
      throw new IOException("Permission denied");
    }
    MulticastLink link = MulticastLink.open(where, receiver, broken);
    opened.add(link);
    if (mute) {
      fail(link); // as after a packet that this machine refused to send
    }
    return link;
  }

  private static void fail(MulticastLink link) {
    link.fail(new IOException("Permission denied"));
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void watcher_is_told_of_a_loss_keeps_its_set_and_recovers_with_own_registrations() {
    SnapshotRecorder seen = new SnapshotRecorder();
    registry.watch(service, seen);
    registry.register(node, TTL);
    expect(seen, new Snapshot.Nodes(List.of(node)));
    int before = seen.all().size();
    permitted = false;
    fail(opened.get(0));
    eventually(
        PATIENCE, () -> assertThat(seen.last()).containsInstanceOf(Snapshot.Unavailable.class));
    assertThat(seen.nodes()).contains(List.of(node));
    assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> registry.nodes(service));
    permitted = true;
    expect(seen, new Snapshot.Nodes(List.of(node)));
    assertThat(seen.all().subList(before, seen.all().size()))
        .doesNotContain(new Snapshot.Nodes(List.of()));
    assertThat(opened).hasSize(2);
  }

  @Test
  void link_that_failed_before_it_asked_is_not_back() {
    SnapshotRecorder seen = new SnapshotRecorder();
    registry.watch(service, seen);
    expect(seen, new Snapshot.Nodes(List.of()));
    mute = true;
    fail(opened.get(0));
    eventually(PATIENCE, () -> assertThat(opened).hasSizeGreaterThan(3));
    assertThat(seen.last()).containsInstanceOf(Snapshot.Unavailable.class);
    assertThat(seen.all()).hasSize(2);
    mute = false;
    expect(seen, new Snapshot.Nodes(List.of()));
  }

  @Test
  void node_that_vanished_during_a_loss_is_gone_afterwards() {
    MdnsRegistry owner = MdnsRegistryTest.onLoopback();
    owner.register(node, TTL);
    SnapshotRecorder seen = new SnapshotRecorder();
    registry.watch(service, seen);
    expect(seen, new Snapshot.Nodes(List.of(node)));
    permitted = false;
    fail(opened.get(0));
    eventually(
        PATIENCE, () -> assertThat(seen.last()).containsInstanceOf(Snapshot.Unavailable.class));
    owner.close();
    permitted = true;
    expect(seen, new Snapshot.Nodes(List.of()));
  }

  @Test
  void link_that_cannot_be_opened_is_a_problem_with_a_way_out() {
    permitted = false;
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> registry.register(node, TTL))
        .withMessage("registry mdns cannot be used on 127.0.0.1 (loopback): Permission denied")
        .satisfies(
            e -> {
              Problem problem = e.problem();
              assertThat(problem.code()).isEqualTo(ExitCode.UNAVAILABLE);
              assertThat(problem.facts()).anyMatch(fact -> fact.contains("127.0.0.1"));
              assertThat(problem.likely()).isPresent();
              assertThat(problem.fixes())
                  .extracting(Problem.Fix::command)
                  .contains("--registry=etcd");
            });
    assertThatExceptionOfType(RegistryException.class).isThrownBy(registry::services);
  }

  @Test
  void address_that_this_machine_lost_is_told_and_not_replaced_by_another()
      throws UnknownHostException {
    InetAddress foreign = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 77});
    LocalAddress gone = new LocalAddress(foreign, "eth9", LocalAddress.PORT);
    try (MdnsRegistry lost =
        MdnsRegistryTest.on(
            gone, (receiver, broken) -> MulticastLink.open(gone, receiver, broken))) {
      assertThatExceptionOfType(RegistryException.class)
          .isThrownBy(() -> lost.nodes(service))
          .withMessageStartingWith("registry mdns cannot be used on 192.0.2.77 (eth9): ");
    }
  }

  @Test
  void node_that_does_not_fit_is_refused_by_key_before_anything_is_opened() {
    Node large = node.withMetadata(Map.of("note", "x".repeat(300)));
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> registry.register(large, TTL))
        .withMessage(
            "node %s does not fit into an mDNS record: md.note: 308 bytes (expected: at most 255)"
                .formatted(node.id()));
    assertThat(opened).isEmpty();
  }

  @Test
  void nothing_is_opened_before_the_first_use() {
    assertThat(registry.kind()).isEqualTo("mdns");
    assertThat(registry.location()).isEqualTo("127.0.0.1 (loopback)");
    registry.deregister(node);
    assertThat(opened).isEmpty();
  }

  private static void expect(SnapshotRecorder seen, Snapshot snapshot) {
    eventually(PATIENCE, () -> assertThat(seen.last()).contains(snapshot));
  }
}
