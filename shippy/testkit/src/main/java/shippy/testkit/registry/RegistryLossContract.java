package shippy.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static shippy.testkit.Eventually.eventually;

import java.util.List;
import org.junit.jupiter.api.Test;
import shippy.registry.Discovery.Watch;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.RegistryException;
import shippy.registry.Snapshot;

/** The clauses of {@link RegistryContract} about owners that die, lost back ends, and closing. */
public abstract class RegistryLossContract extends RegistryFixture {
  // --- losing ----------------------------------------------------------------------------------

  @Test
  protected void crashed_owner_vanishes_after_ttl_but_not_before() {
    Registry owner = connect();
    Registry reader = connect();
    Registry survivor = connect();
    owner.register(node("dies"), ttl());
    survivor.register(node("lives"), LONG);
    expectNodes(reader, node("dies"), node("lives"));
    owner.register(node("dies"), ttl());
    require(killOwner(owner), "an owner cannot be killed here");
    pass(ttl().dividedBy(2));
    assertThat(reader.nodes(service)).contains(node("dies"));
    pass(ttl().dividedBy(2));
    expectNodes(reader, node("lives"));
  }

  @Test
  protected void renewing_in_time_keeps_a_node_visible() {
    Registry owner = connect();
    owner.register(node("a"), ttl());
    SnapshotRecorder seen = watch(connect());
    expectNodes(seen, node("a"));
    int before = seen.all().size();
    for (int i = 0; i < 3; i++) {
      owner.register(node("a"), ttl());
      pass(ttl().dividedBy(2));
    }
    assertThat(seen.all()).hasSize(before);
  }

  @Test
  protected void renewing_puts_a_lost_registration_back() {
    Registry owner = connect();
    owner.register(node("a"), LONG);
    SnapshotRecorder seen = watch(connect());
    expectNodes(seen, node("a"));
    require(forget(node("a")), "a registration cannot be deleted behind its owner's back");
    expectNodes(seen);
    owner.register(node("a"), LONG);
    expectNodes(seen, node("a"));
  }

  @Test
  protected void lost_backend_is_told_as_unavailable_and_never_as_an_empty_set() {
    Registry owner = connect();
    owner.register(node("a"), LONG);
    Registry reader = connect();
    SnapshotRecorder seen = watch(reader);
    expectNodes(seen, node("a"));
    int before = seen.all().size();
    require(loseBackend(), "the back end cannot be lost");
    expectUnavailable(seen);
    assertThat(seen.all().subList(before, seen.all().size()))
        .as("after the loss")
        .hasOnlyElementsOfType(Snapshot.Unavailable.class);
    assertThat(seen.nodes()).as("last known set").contains(List.of(node("a")));
    assertThatThrownBy(() -> reader.nodes(service)).isInstanceOf(RegistryException.class);
    assertThatThrownBy(reader::services).isInstanceOf(RegistryException.class);
    assertThatThrownBy(() -> owner.register(node("b"), LONG)).isInstanceOf(RegistryException.class);
  }

  @Test
  protected void returned_backend_is_told_as_the_full_set_with_renewed_registrations() {
    Registry owner = connect();
    owner.register(node("a"), LONG);
    SnapshotRecorder seen = watch(connect());
    expectNodes(seen, node("a"));
    require(loseBackend(), "the back end cannot be lost");
    expectUnavailable(seen);
    restoreBackend();
    eventually(patience(), () -> owner.register(node("a"), LONG));
    expectNodes(seen, node("a"));
    owner.register(node("b"), LONG);
    expectNodes(seen, node("a"), node("b"));
  }

  @Test
  protected void watch_begun_without_backend_gets_what_is_known_and_then_the_loss() {
    Registry owner = connect();
    owner.register(node("a"), LONG);
    Registry reader = connect();
    SnapshotRecorder first = watch(reader);
    expectNodes(first, node("a"));
    require(loseBackend(), "the back end cannot be lost");
    expectUnavailable(first);
    SnapshotRecorder second = watch(reader);
    expectUnavailable(second);
    assertThat(second.nodes()).as("what is known").contains(List.of(node("a")));
    assertThat(second.all().get(1)).isInstanceOf(Snapshot.Unavailable.class);
    SnapshotRecorder unknown = new SnapshotRecorder();
    try (Watch watch = reader.watch(service + ".unknown", unknown)) {
      expectUnavailable(unknown);
      assertThat(unknown.nodes()).isEmpty();
    }
  }

  @Test
  protected void watch_begun_without_backend_is_told_and_recovers() {
    Registry owner = connect();
    Registry reader = connect();
    require(loseBackend(), "the back end cannot be lost");
    SnapshotRecorder seen = watch(reader);
    expectUnavailable(seen);
    restoreBackend();
    eventually(patience(), () -> owner.register(node("a"), LONG));
    expectNodes(seen, node("a"));
  }

  // --- closing ---------------------------------------------------------------------------------

  @Test
  protected void closing_twice_or_unused_is_harmless() {
    Registry used = connect();
    used.register(node("a"), LONG);
    watch(used);
    used.close();
    used.close();
    Registry unused = open();
    unused.close();
    unused.close();
  }

  @Test
  protected void use_after_close_is_an_illegal_state() {
    Registry closed = connect();
    Node node = node("a");
    closed.close();
    assertThatIllegalStateException().isThrownBy(() -> closed.register(node, LONG));
    assertThatIllegalStateException().isThrownBy(() -> closed.deregister(node));
    assertThatIllegalStateException().isThrownBy(() -> closed.nodes(service));
    assertThatIllegalStateException().isThrownBy(closed::services);
    assertThatIllegalStateException().isThrownBy(() -> watch(closed));
  }
}
