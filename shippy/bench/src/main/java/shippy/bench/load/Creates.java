package shippy.bench.load;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Container;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.ShippingServiceGrpc;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;

/**
 * CreateConsignment with one container of one kilogram and an id of its own each, over as many
 * connections as asked for. Answers come on the threads of the connections. Safe for any thread.
 */
public final class Creates implements AsyncCall, AutoCloseable {
  private final List<ManagedChannel> channels;
  private final AtomicInteger sent = new AtomicInteger();
  private final long run = UUID.randomUUID().getMostSignificantBits();

  public Creates(String address, int connections) {
    channels = Stream.generate(() -> channel(address)).limit(connections).toList();
  }

  /** A connection whose calls end on its own thread. */
  public static ManagedChannel channel(String address) {
    return NettyChannelBuilder.forTarget("dns:///" + address)
        .directExecutor()
        .disableRetry()
        .usePlaintext()
        .build();
  }

  /** Adds a vessel that never fills up to the vessel service at the address. */
  public static void addVessel(String address) {
    ManagedChannel channel = channel(address);
    try {
      var unused =
          VesselServiceGrpc.newBlockingStub(channel)
              .withWaitForReady()
              .create(
                  Vessel.newBuilder()
                      .setId("bench")
                      .setName("Bench")
                      .setCapacity(Integer.MAX_VALUE)
                      .setMaxWeight(Integer.MAX_VALUE)
                      .build());
    } finally {
      channel.shutdownNow();
    }
  }

  @Override
  public void start(Consumer<Status> end) {
    int number = sent.getAndIncrement();
    ManagedChannel channel = channels.get(Math.floorMod(number, channels.size()));
    ClientCall<Consignment, Response> call =
        channel.newCall(ShippingServiceGrpc.getCreateConsignmentMethod(), CallOptions.DEFAULT);
    call.start(new Ended(end), new Metadata());
    call.request(2);
    call.sendMessage(consignment(new UUID(run, number).toString()));
    call.halfClose();
  }

  private static Consignment consignment(String id) {
    return Consignment.newBuilder()
        .setId(id)
        .setDescription("bench")
        .setWeight(1)
        .addContainers(Container.newBuilder().setCustomerId("c").setUserId("u").setOrigin("Hull"))
        .build();
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }

  private static final class Ended extends ClientCall.Listener<Response> {
    private final Consumer<Status> end;

    Ended(Consumer<Status> end) {
      this.end = end;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end.accept(status);
    }
  }
}
