package shippy.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static shippy.testkit.Eventually.eventually;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import shippy.registry.Discovery.Watch;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.Snapshot;
import shippy.testkit.Concurrently;
import shippy.testkit.ThrowingRunnable;

/**
 * The contract of every {@link Registry}. The test of a back end extends it and implements the
 * hooks that open and break connections; a test that the back end cannot express aborts with the
 * reason. Facts are awaited for {@link #patience}, so a registry may be slow to learn.
 *
 * <p>The tests here are about finding nodes; those about losses and closing are inherited.
 */
public abstract class RegistryContract extends RegistryLossContract {
  // --- registering -----------------------------------------------------------------------------

  @Test
  protected void registered_node_is_visible_on_every_connection() {
    Registry owner = connect();
    Node node = node("a");
    owner.register(node, LONG);
    expectNodes(owner, node);
    expectNodes(connect(), node);
  }

  @Test
  protected void same_id_replaces() {
    Registry owner = connect();
    Node node = node("a").withMetadata(Map.of("zone", "1"));
    owner.register(node, LONG);
    expectNodes(connect(), node);
    Node changed = node.withMetadata(Map.of("zone", "2"));
    owner.register(changed, LONG);
    expectNodes(connect(), changed);
  }

  @Test
  protected void registering_again_changes_nothing() {
    Registry owner = connect();
    SnapshotRecorder seen = watch(connect());
    Node node = node("a");
    owner.register(node, LONG);
    owner.register(node, LONG);
    expectNodes(seen, node);
    expectNodes(connect(), node);
  }

  @Test
  protected void deregistering_removes_and_twice_is_harmless() {
    Registry owner = connect();
    Node stays = node("a");
    Node goes = node("b");
    owner.register(stays, LONG);
    owner.register(goes, LONG);
    expectNodes(connect(), stays, goes);
    owner.deregister(goes);
    owner.deregister(goes);
    expectNodes(connect(), stays);
  }

  @Test
  protected void deregistering_an_unknown_node_is_harmless() {
    Registry owner = connect();
    Node node = node("a");
    owner.deregister(node);
    owner.register(node, LONG);
    owner.deregister(node("b"));
    expectNodes(connect(), node);
  }

  @Test
  protected void metadata_round_trips() {
    Registry owner = connect();
    Node none = node("a");
    Node all =
        new Node(
            service,
            service + "-b",
            "1.2.3-β",
            "[::1]:50051",
            Map.of("empty", "", "text", "Grüße, 世界 ⛵", "formula", "a=b=c", "spaces", " x  y "),
            List.of());
    owner.register(none, LONG);
    owner.register(all, LONG);
    expectNodes(connect(), none, all);
  }

  @Test
  protected void concurrent_registrars_all_become_visible_and_nobody_else() {
    List<Registry> owners = List.of(connect(), connect());
    List<Node> nodes = IntStream.range(10, 26).mapToObj(i -> node("n" + i)).toList();
    Concurrently.run(
        IntStream.range(0, nodes.size())
            .mapToObj(i -> (ThrowingRunnable) () -> owners.get(i % 2).register(nodes.get(i), LONG))
            .toList());
    expectNodes(connect(), nodes.toArray(Node[]::new));
  }

  // --- finding ---------------------------------------------------------------------------------

  @Test
  protected void unknown_service_has_no_nodes() {
    assertThat(connect().nodes(service)).isEmpty();
  }

  @Test
  protected void nodes_are_sorted_by_id_in_lists_that_cannot_change() {
    Registry owner = connect();
    Stream.of("c", "a", "b").forEach(name -> owner.register(node(name), LONG));
    SnapshotRecorder seen = watch(connect());
    expectNodes(seen, node("a"), node("b"), node("c"));
    Registry other = connect();
    expectNodes(other, node("a"), node("b"), node("c"));
    Node intruder = node("x");
    List<Node> asked = other.nodes(service);
    List<Node> told = seen.nodes().orElseThrow();
    assertThatThrownBy(() -> asked.add(intruder)).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> told.add(intruder)).isInstanceOf(RuntimeException.class);
  }

  @Test
  protected void service_names_are_sorted_and_none_comes_twice() {
    Registry owner = connect();
    for (String name : List.of(service + ".b", service + ".a")) {
      owner.register(Node.of(name, name + "-1", "127.0.0.1:1"), LONG);
      owner.register(Node.of(name, name + "-2", "127.0.0.1:2"), LONG);
    }
    Registry other = connect();
    eventually(
        patience(),
        () ->
            assertThat(other.services().stream().filter(name -> name.startsWith(service)))
                .containsExactly(service + ".a", service + ".b"));
    assertThat(other.services()).isSorted();
  }

  @Test
  protected void services_are_isolated_even_if_one_name_begins_with_the_other() {
    Registry owner = connect();
    SnapshotRecorder seen = watch(connect());
    Node mine = node("a");
    Node other = Node.of(service + ".more", service + ".more-1", "127.0.0.1:9");
    owner.register(other, LONG);
    owner.register(mine, LONG);
    expectNodes(seen, mine);
    expectNodes(connect(), mine);
    assertThat(seen.all()).allSatisfy(s -> assertThat(nodesOf(s)).doesNotContain(other));
  }

  // --- watching --------------------------------------------------------------------------------

  @Test
  protected void watcher_of_an_unknown_service_gets_the_empty_set() {
    expectNodes(watch(connect()));
  }

  @Test
  protected void watcher_gets_the_full_set_and_then_each_change() {
    Registry owner = connect();
    owner.register(node("a"), LONG);
    expectNodes(connect(), node("a"));
    SnapshotRecorder seen = watch(connect());
    expectNodes(seen, node("a"));
    owner.register(node("b"), LONG);
    expectNodes(seen, node("a"), node("b"));
    owner.deregister(node("a"));
    expectNodes(seen, node("b"));
    owner.deregister(node("b"));
    expectNodes(seen);
  }

  @Test
  protected void equal_sets_are_not_repeated() {
    Registry owner = connect();
    SnapshotRecorder seen = watch(connect());
    owner.register(node("a"), LONG);
    owner.register(node("a"), LONG);
    expectNodes(seen, node("a"));
    owner.register(node("a"), LONG);
    owner.register(node("b"), LONG);
    expectNodes(seen, node("a"), node("b"));
    List<Snapshot> all = seen.all();
    assertThat(IntStream.range(1, all.size())).noneMatch(i -> all.get(i).equals(all.get(i - 1)));
  }

  @Test
  protected void slow_and_throwing_watchers_harm_nobody() {
    Registry owner = connect();
    Registry reader = connect();
    CountDownLatch released = new CountDownLatch(1);
    SnapshotRecorder seen = new SnapshotRecorder();
    try (Watch slow = reader.watch(service, snapshot -> Concurrently.await(released));
        Watch throwing = reader.watch(service, RegistryContract::refuse);
        Watch good = reader.watch(service, seen)) {
      owner.register(node("a"), LONG);
      expectNodes(seen, node("a"));
      owner.register(node("b"), LONG);
      expectNodes(seen, node("a"), node("b"));
    } finally {
      released.countDown();
    }
  }

  @Test
  protected void cancelled_watcher_hears_nothing_more() {
    Registry owner = connect();
    Registry reader = connect();
    SnapshotRecorder cancelled = new SnapshotRecorder();
    Watch watch = reader.watch(service, cancelled);
    SnapshotRecorder stays = watch(reader);
    expectNodes(cancelled);
    watch.close();
    watch.close();
    List<Snapshot> before = cancelled.all();
    owner.register(node("a"), LONG);
    expectNodes(stays, node("a"));
    assertThat(cancelled.all()).isEqualTo(before);
  }

  private static List<Node> nodesOf(Snapshot snapshot) {
    return snapshot instanceof Snapshot.Nodes set ? set.nodes() : List.of();
  }

  private static void refuse(Snapshot snapshot) {
    throw new IllegalStateException("a listener that fails on purpose: " + snapshot);
  }
}
