package shippy.bench.http;

import io.grpc.ManagedChannel;
import shippy.bench.load.Creates;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceBlockingStub;

/** FindAvailable by a blocking stub, past the gateway; all share a connection. */
final class StubCaller implements AutoCloseable {
  private static final Specification BOX =
      Specification.newBuilder().setCapacity(1).setMaxWeight(100).build();

  private final ManagedChannel channel;
  private final VesselServiceBlockingStub vessels;

  StubCaller(String address) {
    channel = Creates.channel(address);
    vessels = VesselServiceGrpc.newBlockingStub(channel);
  }

  /** One more caller. */
  WaitingCallers.Caller caller() {
    return new WaitingCallers.Caller() {
      @Override
      public void call() {
        if (!vessels.findAvailable(BOX).hasVessel()) {
          throw new IllegalStateException("no vessel");
        }
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
