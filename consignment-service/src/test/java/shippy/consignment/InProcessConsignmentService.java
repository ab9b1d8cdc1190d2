package shippy.consignment;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import shippy.clock.ManualClock;
import shippy.consignment.Consignment.State;
import shippy.proto.consignment.ConsignmentId;
import shippy.proto.consignment.Container;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.ShippingServiceGrpc;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceBlockingStub;
import shippy.service.IdempotencyKey;
import shippy.service.Workers;
import shippy.testkit.ThrowingRunnable;

/** The consignment service before a vessel service of the test's, both in this process. */
final class InProcessConsignmentService implements AfterEachCallback {
  static final Duration SOON = Duration.ofSeconds(10);

  final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
  final ConsignmentRepository store = new InMemoryConsignmentRepository();
  final FakeVessels vessels = new FakeVessels();
  final ManagedChannel channel;

  final SagaRecovery recovery;

  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final Server vesselServer;

  InProcessConsignmentService() {
    String vesselName = InProcessServerBuilder.generateName();
    vesselServer = serve(vesselName, vessels);
    Vessels port = new GrpcVessels(connect(vesselName));
    Workers workers = new Workers("test-store", 2, 100);
    closing.push(workers::close);
    VesselNotifier notifier = new VesselNotifier(store, port, workers, clock);
    Saga saga = new Saga(store, port, notifier, clock);
    recovery = new SagaRecovery(store, saga, notifier, workers, clock);
    closing.push(recovery::close);
    ConsignmentHandler handler =
        new ConsignmentHandler(
            store, saga, new CancelConsignment(store, notifier, clock), workers, clock);
    String name = InProcessServerBuilder.generateName();
    Server unused = serve(name, handler);
    channel = connect(name);
  }

  ShippingServiceBlockingStub shipping() {
    return ShippingServiceGrpc.newBlockingStub(channel);
  }

  Response create(String id) {
    return shipping().createConsignment(sample(id));
  }

  Response cancel(String id) {
    return shipping().cancelConsignment(id(id));
  }

  State state(String id) {
    return store.find(id).orElseThrow().state();
  }

  /** The ids of what the recovery would find some day; takes them from it. */
  List<String> unsettled() {
    Instant some = clock.now().plus(Duration.ofDays(1));
    return store.claim(some, some, 100).stream().map(Consignment::id).toList();
  }

  void stopVesselService() {
    vesselServer.shutdownNow();
  }

  static ConsignmentId id(String id) {
    return ConsignmentId.newBuilder().setId(id).build();
  }

  static StatusRuntimeException refusal(ThrowingRunnable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call::run);
  }

  /** The tutorial's consignment, in short. */
  static shippy.proto.consignment.Consignment sample(String id) {
    return shippy.proto.consignment.Consignment.newBuilder()
        .setId(id)
        .setDescription("This is a test consignment")
        .setWeight(55_000)
        .addContainers(Container.newBuilder().setCustomerId("cust001").setUserId("user001"))
        .addContainers(Container.newBuilder().setCustomerId("cust002").setUserId("user001"))
        .build();
  }

  @Override
  public void afterEach(ExtensionContext test) {
    vessels.letGo();
    closing.forEach(Runnable::run);
  }

  // On the caller's thread, as on an event loop: a handler that blocks would show.
  private Server serve(String name, io.grpc.BindableService service) {
    Server server =
        InProcessServerBuilder.forName(name)
            .directExecutor()
            .addService(service)
            .intercept(IdempotencyKey.interceptor())
            .build();
    closing.push(server::shutdownNow);
    try {
      return server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ManagedChannel connect(String name) {
    ManagedChannel made = InProcessChannelBuilder.forName(name).directExecutor().build();
    closing.push(made::shutdownNow);
    return made;
  }
}
