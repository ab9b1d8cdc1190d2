package shippy.testkit.registry;

import java.time.Duration;
import java.time.Instant;
import shippy.clock.ManualClock;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;
import shippy.registry.Registry;

/** One object is both back end and connection, so all connections of a test are the same one. */
class InMemoryRegistryContractTest extends RegistryContract {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
  private final Registry registry = new InMemoryRegistry(clock);

  @Override
  protected Registry open() {
    return registry;
  }

  @Override
  protected Duration patience() {
    return Duration.ofSeconds(1);
  }

  @Override
  protected Duration ttl() {
    return Duration.ofSeconds(15);
  }

  @Override
  protected void pass(Duration span) {
    clock.advance(span);
  }

  /** Nothing to stop: nobody renews but the test. */
  @Override
  protected boolean killOwner(Registry owner) {
    return true;
  }

  @Override
  protected boolean forget(Node node) {
    registry.deregister(node);
    return true;
  }
}
