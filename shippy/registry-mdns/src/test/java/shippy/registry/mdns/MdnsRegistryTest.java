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

/** The contract, with one responder per connection, all on loopback. */
@Execution(ExecutionMode.CONCURRENT)
class MdnsRegistryTest extends RegistryContract {
  private final List<TunedJmDns> opened = new CopyOnWriteArrayList<>();
  private volatile boolean lost;

  @Override
  protected Registry open() {
    LocalAddress where = LocalAddress.loopback();
    return new MdnsRegistry(where, broken -> open(where, broken), Clock.system());
  }

  private TunedJmDns open(LocalAddress where, Runnable broken) throws IOException {
    if (lost) {
      throw new IOException("Permission denied");
    }
    TunedJmDns dns = TunedJmDns.open(where, broken);
    opened.add(dns);
    return dns;
  }

  /** As after a packet that this machine refused to send, and any socket since. */
  @Override
  protected boolean loseBackend() {
    lost = true;
    opened.forEach(TunedJmDns::recover);
    return true;
  }

  @Override
  protected void restoreBackend() {
    lost = false;
  }

  static MdnsRegistry onLoopback() {
    LocalAddress where = LocalAddress.loopback();
    return new MdnsRegistry(where, broken -> TunedJmDns.open(where, broken), Clock.system());
  }

  @Override
  protected Duration patience() {
    return Duration.ofSeconds(10);
  }

  /** The ttl of the records, whatever a node asks for. */
  @Override
  protected Duration ttl() {
    return TunedJmDns.ttl();
  }

  /** Closing says no goodbye. */
  @Override
  protected boolean killOwner(Registry owner) {
    owner.close();
    return true;
  }
}
