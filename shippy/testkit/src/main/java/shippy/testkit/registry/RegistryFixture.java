package shippy.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.Snapshot;
import shippy.testkit.Eventually;

/**
 * How {@link RegistryContract} uses a back end: hooks that a subclass implements, and helpers for
 * the tests.
 */
public abstract class RegistryFixture {
  /** A ttl that is longer than any test. */
  static final Duration LONG = Duration.ofMinutes(1);

  /** A name that no other test uses. */
  protected final String service = "contract." + UUID.randomUUID().toString().substring(0, 8);

  private final List<Registry> opened = new ArrayList<>();

  /**
   * Opens a connection; all connections of one test use the same back end and are closed after it.
   * A registry in one process may return the same object each time if each test gets a new one: no
   * test closes a connection and then uses another.
   */
  protected abstract Registry open();

  /** How long a change may take until all connections see it. */
  protected abstract Duration patience();

  /** The shortest ttl that the back end keeps precisely enough for a test. */
  protected abstract Duration ttl();

  /** Lets time pass; a back end on a manual clock advances it. */
  protected void pass(Duration span) {
    Eventually.throughout(span, () -> {});
  }

  /** Makes the back end unreachable for all connections; false if that has no meaning. */
  protected boolean loseBackend() {
    return false;
  }

  /** Brings the back end back; called only after {@link #loseBackend} returned true. */
  protected void restoreBackend() {}

  /**
   * Ends the owner of a registration without deregistering; false if the test cannot. Closing the
   * connection does this if {@link Registry#close} leaves registrations to their ttl.
   */
  protected boolean killOwner(Registry owner) {
    return false;
  }

  /** Deletes a registration without its owner; false if the test cannot. */
  protected boolean forget(Node node) {
    return false;
  }

  @AfterEach
  protected void close_connections() {
    opened.forEach(Registry::close);
  }

  final Registry connect() {
    Registry registry = open();
    opened.add(registry);
    return registry;
  }

  final SnapshotRecorder watch(Registry registry) {
    SnapshotRecorder seen = new SnapshotRecorder();
    // Ends with its connection.
    registry.watch(service, seen);
    return seen;
  }

  /** The node that a test calls by this name; equal for equal names. */
  protected Node node(String name) {
    return Node.of(service, service + "-" + name, "127.0.0.1:50051");
  }

  final void expectNodes(Registry registry, Node... nodes) {
    eventually(patience(), () -> assertThat(registry.nodes(service)).containsExactly(nodes));
  }

  final void expectNodes(SnapshotRecorder seen, Node... nodes) {
    eventually(
        patience(), () -> assertThat(seen.last()).contains(new Snapshot.Nodes(List.of(nodes))));
  }

  final void expectUnavailable(SnapshotRecorder seen) {
    eventually(
        patience(), () -> assertThat(seen.last()).containsInstanceOf(Snapshot.Unavailable.class));
  }

  static void require(boolean expressible, String reason) {
    if (!expressible) {
      Assumptions.abort(reason);
    }
  }
}
