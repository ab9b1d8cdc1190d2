package shippy.demo;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.clock.Deadline;
import shippy.clock.TimeOrderedIds;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.ConsignmentId;
import shippy.proto.consignment.Container;
import shippy.proto.consignment.ShippingServiceGrpc;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceBlockingStub;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceBlockingStub;

/**
 * Calls both services at a steady rate. Each caller repeats: create a consignment, read it back,
 * look for a vessel. The client may retry a call; an error that reaches this class is a lost
 * request.
 */
final class LoadGenerator {
  static final int CALLS_A_SECOND = 120;

  // So many that some go on while others wait for a call that is retried.
  private static final int CALLERS = 12;
  private static final Duration INTERVAL =
      Duration.ofNanos(TimeUnit.SECONDS.toNanos(CALLERS) / CALLS_A_SECOND);
  private static final Duration FIRST_CALL = Duration.ofSeconds(30);
  private static final Duration LAST_CALL = Duration.ofSeconds(15);

  private final ShippingServiceBlockingStub shipping;
  private final VesselServiceBlockingStub vessels;
  private final CallTotals totals;
  private final Clock clock = Clock.system();
  private final TimeOrderedIds ids = TimeOrderedIds.on(clock);
  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final List<CompletableFuture<Void>> callers = new ArrayList<>();

  LoadGenerator(Client client, CallTotals totals) {
    this.totals = totals;
    this.shipping = ShippingServiceGrpc.newBlockingStub(channel(client, ServiceRole.CONSIGNMENT));
    this.vessels = VesselServiceGrpc.newBlockingStub(channel(client, ServiceRole.VESSEL));
  }

  /** Adds a vessel that never fills up, then starts calling. */
  void start() {
    Vessel roomy =
        Vessel.newBuilder()
            .setId("demo")
            .setName("Ever Roomy")
            .setCapacity(1_000_000)
            .setMaxWeight(1_000_000_000)
            .build();
    vessels
        .withWaitForReady()
        .withDeadlineAfter(FIRST_CALL.toSeconds(), TimeUnit.SECONDS)
        .create(roomy);
    ThreadFactory threads = DaemonThreads.numbered("shippy-demo-caller");
    for (int i = 0; i < CALLERS; i++) {
      CompletableFuture<Void> ended = new CompletableFuture<>();
      callers.add(ended);
      threads.newThread(() -> callUntilStopped(ended)).start();
    }
  }

  /** Makes no new calls; returns when the current ones have ended. Idempotent. */
  void stop() {
    over.complete(null);
    CompletableFuture<?> all = CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new));
    Deadline.within(LAST_CALL, all, clock);
  }

  /** The ids of the consignments that the service said it created. */
  List<String> acknowledged() {
    return List.copyOf(acknowledged);
  }

  private Channel channel(Client client, ServiceRole role) {
    return ClientInterceptors.intercept(client.channel(role.service()), new AttemptCounter(totals));
  }

  private void callUntilStopped(CompletableFuture<Void> ended) {
    try {
      while (!over.isDone()) {
        Consignment order = order();
        if (paced("create", () -> shipping.createConsignment(order))) {
          acknowledged.add(order.getId());
          ConsignmentId id = ConsignmentId.newBuilder().setId(order.getId()).build();
          paced("read", () -> shipping.getConsignment(id));
        }
        paced("find", () -> vessels.findAvailable(room()));
      }
    } finally {
      ended.complete(null);
    }
  }

  /** Makes a call and waits for the rest of its interval; returns whether it succeeded. */
  private boolean paced(String what, Supplier<?> call) {
    Supplier<Duration> took = clock.stopwatch();
    boolean done = attempt(what, call, took);
    Duration rest = INTERVAL.minus(took.get());
    if (!rest.isNegative() && !rest.isZero()) {
      Deadline.within(rest, over, clock);
    }
    return done;
  }

  private boolean attempt(String what, Supplier<?> call, Supplier<Duration> took) {
    try {
      var unused = call.get();
      totals.succeeded(took.get());
      return true;
    } catch (StatusRuntimeException e) {
      totals.failed(took.get(), "%s: %s".formatted(what, e.getMessage()));
      return false;
    }
  }

  private Consignment order() {
    return Consignment.newBuilder()
        .setId(ids.next())
        .setDescription("demo")
        .setWeight(1)
        .addContainers(Container.newBuilder().setOrigin("Hull"))
        .build();
  }

  private static Specification room() {
    return Specification.newBuilder().setCapacity(1).setMaxWeight(1).build();
  }
}
