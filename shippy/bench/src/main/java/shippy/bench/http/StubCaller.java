package shippy.bench.http;

import static java.util.Objects.requireNonNull;

import io.grpc.Channel;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceBlockingStub;

/** FindAvailable by a blocking stub, past the gateway; all share the connection. */
final class StubCaller implements WaitingCallers.Caller {
  private static final Specification BOX =
      Specification.newBuilder().setCapacity(1).setMaxWeight(100).build();

  private final VesselServiceBlockingStub vessels;

  StubCaller(Channel channel) {
    this.vessels = VesselServiceGrpc.newBlockingStub(requireNonNull(channel, "channel"));
  }

  @Override
  public void call() {
    if (!vessels.findAvailable(BOX).hasVessel()) {
      throw new IllegalStateException("no vessel");
    }
  }

  /** The channel is not its own. */
  @Override
  public void close() {}
}
