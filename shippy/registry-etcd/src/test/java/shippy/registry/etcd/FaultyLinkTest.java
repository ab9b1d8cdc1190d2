package shippy.registry.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.problem.ExitCode;
import shippy.registry.Node;
import shippy.registry.RegistryException;
import shippy.registry.etcd.format.EtcdKeys;
import shippy.testkit.FaultProxy;
import shippy.testkit.etcd.EtcdExtension;
import shippy.testkit.registry.SnapshotRecorder;

/** A registration and watches over links to three members that are slow, dead or cut. */
@Order(1)
@Tag("etcd")
@Execution(ExecutionMode.CONCURRENT)
class FaultyLinkTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration TTL = Duration.ofSeconds(60);

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(3).keepingData();

  /** What all names of this test begin with: others use the same etcd meanwhile. */
  private final String prefix = TestService.uniqueName() + ".";

  private List<FaultProxy> links = List.of();
  private EtcdRegistry direct = EtcdRegistries.open("127.0.0.1");
  private EtcdRegistry linked = direct;

  @BeforeEach
  void link() {
    links = IntStream.range(0, 3).mapToObj(i -> FaultProxy.to(etcd.endpoint(i))).toList();
    direct = EtcdRegistries.open(etcd.endpoints());
    linked = EtcdRegistries.open(addresses());
  }

  @AfterEach
  void close() {
    linked.close();
    direct.close();
    links.forEach(FaultProxy::close);
  }

  /** With several members named, one gets a third of the 2.5 s: too little for a second. */
  @Test
  void member_one_second_away_keeps_the_registration_and_tells_changes() {
    FaultProxy link = links.get(0);
    linked.close();
    linked = EtcdRegistries.open(link.address());
    SnapshotRecorder seen = watch("t");
    try (TestService service = TestService.start(link.address())) {
      awaitRegistered(service);
      link.delay(Duration.ofMillis(500));
      direct.register(node("t"), TTL);
      RecoveryTime.within(
          SOON,
          "change seen with etcd 1 s away",
          () -> assertThat(seen.nodes()).contains(List.of(node("t"))));
      etcd.etcdctl("del", EtcdKeys.PREFIX + service.name(), "--prefix");
      RecoveryTime.within(
          Duration.ofSeconds(12),
          "absent after its key is deleted, etcd 1 s away",
          () -> awaitRegistered(service, Duration.ZERO));
    }
  }

  @Test
  void blackholed_member_holds_up_no_registration_and_watches_move_on() {
    Map<Node, SnapshotRecorder> watches = new HashMap<>();
    for (String service : List.of("t", "u", "v", "w", "x", "y")) {
      watches.put(node(service), watch(service));
    }
    try (TestService service = TestService.start(addresses())) {
      awaitRegistered(service);
      links.get(0).blackhole();
      watches.keySet().forEach(node -> direct.register(node, TTL));
      RecoveryTime.within(
          Duration.ofSeconds(15),
          "all watches move on from a blackholed member",
          () -> watches.forEach((node, seen) -> assertThat(seen.nodes()).contains(List.of(node))));
      etcd.etcdctl("del", EtcdKeys.PREFIX + service.name(), "--prefix");
      RecoveryTime.within(
          Duration.ofSeconds(10),
          "absent after its key is deleted, one member blackholed",
          () -> awaitRegistered(service, Duration.ZERO));
    }
  }

  @Test
  void reset_links_lose_no_registration_and_no_watch() {
    SnapshotRecorder seen = watch("t");
    try (TestService service = TestService.shortLease(addresses())) {
      awaitRegistered(service);
      links.forEach(FaultProxy::reset);
      throughout(Duration.ofSeconds(2), () -> assertThat(seen.nodes()).contains(List.of()));
      direct.register(node("t"), TTL);
      links.forEach(FaultProxy::pass);
      RecoveryTime.within(
          Duration.ofSeconds(3),
          "watch is right after links were reset for 2 s",
          () -> assertThat(seen.nodes()).contains(List.of(node("t"))));
      RecoveryTime.absence(
          Duration.ofSeconds(3),
          "absent after links were reset for 2 s, ttl 3 s",
          Duration.ofSeconds(5),
          () -> direct.nodes(service.name()).equals(List.of(service.node())));
    }
  }

  /** It would be taken for a wrong setting, which ends a service that has just started. */
  @Test
  void etcd_that_has_answered_and_hangs_up_is_unreachable_not_misconfigured() {
    assertThat(linked.nodes("t")).isEmpty();
    links.forEach(FaultProxy::reset);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> linked.nodes("t"))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> assertThat(e.problem().code()).isEqualTo(ExitCode.UNAVAILABLE));
    }
  }

  private void awaitRegistered(TestService service) {
    awaitRegistered(service, SOON);
  }

  private void awaitRegistered(TestService service, Duration limit) {
    eventually(
        limit,
        () ->
            assertThat(direct.nodes(service.name()))
                .extracting(Node::id)
                .containsExactly(service.id()));
  }

  private SnapshotRecorder watch(String service) {
    SnapshotRecorder seen = new SnapshotRecorder();
    linked.watch(prefix + service, seen);
    eventually(SOON, () -> assertThat(seen.nodes()).isPresent());
    return seen;
  }

  private String addresses() {
    return links.stream().map(FaultProxy::address).collect(Collectors.joining(","));
  }

  private Node node(String service) {
    return Node.of(prefix + service, prefix + service + "-1", "127.0.0.1:1");
  }
}
