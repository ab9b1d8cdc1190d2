package shippy.registry.mdns;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.clock.Clock;
import shippy.registry.Registry;
import shippy.testkit.registry.RegistryContract;

/** The contract, with one link per connection, all on loopback. */
@Execution(ExecutionMode.CONCURRENT)
class MdnsRegistryTest extends RegistryContract {
  private final List<MulticastLink> opened = new CopyOnWriteArrayList<>();
  private volatile boolean lost;

  @Override
  protected Registry open() {
    return on(LocalAddress.loopback(), this::open);
  }

  private MulticastLink open(MulticastLink.Receiver receiver, Runnable broken) throws IOException {
    if (lost) {
      throw new IOException("Permission denied");
    }
    MulticastLink link = MulticastLink.open(LocalAddress.loopback(), receiver, broken);
    opened.add(link);
    return link;
  }

  /** As after a packet that this machine refused to send, and any socket since. */
  @Override
  protected boolean loseBackend() {
    lost = true;
    opened.forEach(link -> link.fail(new IOException("Permission denied")));
    return true;
  }

  @Override
  protected void restoreBackend() {
    lost = false;
  }

  static MdnsRegistry onLoopback() {
    LocalAddress where = LocalAddress.loopback();
    return on(where, (receiver, broken) -> MulticastLink.open(where, receiver, broken));
  }

  /** A registry with the ttl of tests. */
  static MdnsRegistry on(LocalAddress where, LinkLifecycle.Factory factory) {
    return new MdnsRegistry(where, MdnsRegistryProvider.ttl(), factory, Clock.system());
  }

  @Override
  protected Duration patience() {
    return Duration.ofSeconds(10);
  }

  /** The ttl of the records, whatever a node asks for. */
  @Override
  protected Duration ttl() {
    return MdnsRegistryProvider.ttl();
  }

  /** Closing says no goodbye. */
  @Override
  protected boolean killOwner(Registry owner) {
    owner.close();
    return true;
  }
}
