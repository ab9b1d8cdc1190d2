package shippy.client;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer.Subchannel;
import java.util.List;

/** A connection that nobody opens. */
final class IdleSubchannel extends Subchannel {
  @Override
  public void shutdown() {}

  @Override
  public void requestConnection() {}

  @Override
  public List<EquivalentAddressGroup> getAllAddresses() {
    return List.of();
  }

  @Override
  public Attributes getAttributes() {
    return Attributes.EMPTY;
  }

  @Override
  public Object getInternalSubchannel() {
    return this;
  }
}
