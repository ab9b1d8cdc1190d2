package shippy.registry.mdns;

import java.time.Duration;
import shippy.clock.Clock;
import shippy.registry.Registry;
import shippy.testkit.RegistryContract;

/** The contract, with one responder per connection, all on loopback. */
class MdnsRegistryTest extends RegistryContract {
  @Override
  protected Registry open() {
    return onLoopback();
  }

  static MdnsRegistry onLoopback() {
    LocalAddress where = LocalAddress.loopback();
    return new MdnsRegistry(where, broken -> BriskDns.open(where, broken), Clock.system());
  }

  @Override
  protected Duration patience() {
    return Duration.ofSeconds(10);
  }

  /** The ttl of the records, whatever a node asks for. */
  @Override
  protected Duration ttl() {
    return BriskDns.ttl();
  }

  /** Closing says no goodbye. */
  @Override
  protected boolean killOwner(Registry owner) {
    owner.close();
    return true;
  }
}
