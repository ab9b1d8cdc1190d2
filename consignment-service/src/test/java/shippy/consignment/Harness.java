package shippy.consignment;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import shippy.clock.ManualClock;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Container;
import shippy.proto.consignment.ShippingServiceGrpc;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceBlockingStub;
import shippy.service.Workers;

/** The consignment service before a vessel service of the test's, both in this process. */
final class Harness implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(10);

  final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
  final ConsignmentRepository store = new InMemoryConsignmentRepository();
  final FakeVessels vessels = new FakeVessels();
  final ManagedChannel channel;

  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final Server vesselServer;

  Harness() throws IOException {
    String vesselName = InProcessServerBuilder.generateName();
    vesselServer = serve(vesselName, vessels);
    Vessels port = new GrpcVessels(connect(vesselName));
    Workers workers = new Workers("test-store", 2, 100);
    closing.push(workers::close);
    Settlement settlement = new Settlement(port, clock);
    CreateConsignment creation = new CreateConsignment(store, port, settlement, workers);
    String name = InProcessServerBuilder.generateName();
    Server unused = serve(name, new ConsignmentHandler(store, creation, workers, clock));
    channel = connect(name);
  }

  ShippingServiceBlockingStub shipping() {
    return ShippingServiceGrpc.newBlockingStub(channel);
  }

  void stopVesselService() {
    vesselServer.shutdownNow();
  }

  /** The tutorial's consignment, in short. */
  static Consignment sample(String id) {
    return Consignment.newBuilder()
        .setId(id)
        .setDescription("This is a test consignment")
        .setWeight(55_000)
        .addContainers(Container.newBuilder().setCustomerId("cust001").setUserId("user001"))
        .addContainers(Container.newBuilder().setCustomerId("cust002").setUserId("user001"))
        .build();
  }

  @Override
  public void close() {
    vessels.letGo();
    closing.forEach(Runnable::run);
  }

  // On the caller's thread, as on an event loop: a handler that blocks would show.
  private Server serve(String name, io.grpc.BindableService service) throws IOException {
    Server server =
        InProcessServerBuilder.forName(name).directExecutor().addService(service).build().start();
    closing.push(server::shutdownNow);
    return server;
  }

  private ManagedChannel connect(String name) {
    ManagedChannel made = InProcessChannelBuilder.forName(name).directExecutor().build();
    closing.push(made::shutdownNow);
    return made;
  }
}
