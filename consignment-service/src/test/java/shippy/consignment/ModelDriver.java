package shippy.consignment;

import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.service.Workers;

/**
 * One process of the service, without its server, which can be killed before or after any use of
 * its store: nothing that it does afterwards has an effect.
 */
final class ModelDriver implements AutoCloseable {
  private static final int NEVER = Integer.MAX_VALUE;

  private final SagaRecovery recovery;
  private final Saga saga;
  private final CancelConsignment cancellation;
  private final Clock clock;

  /** Halves of store calls until it is killed: an odd number means in the middle of one. */
  private final AtomicInteger life = new AtomicInteger(NEVER);

  ModelDriver(ConsignmentRepository shared, Vessels network, Workers workers, Clock clock) {
    ConsignmentRepository store =
        new ForwardingRepository(shared) {
          @Override
          <T> T pass(Supplier<T> call) {
            live();
            T result = super.pass(call);
            live();
            return result;
          }

          /** As a store does, on a thread of its own. */
          @Override
          <T> CompletableFuture<T> passLater(Supplier<CompletableFuture<T>> call) {
            return workers.call(() -> pass(() -> call.get().join()));
          }
        };
    Vessels vessels = new KillableVessels(network);
    VesselNotifier notifier = new VesselNotifier(store, vessels, workers, clock);
    this.saga = new Saga(store, vessels, notifier, clock);
    this.recovery = new SagaRecovery(store, saga, notifier, workers, clock);
    this.cancellation = new CancelConsignment(store, notifier, clock);
    this.clock = clock;
  }

  void start() {
    recovery.start();
  }

  CompletableFuture<Consignment> create(String id, ConsignmentContent content) {
    return saga.create(Consignment.pending(id, content, clock.now()));
  }

  CompletableFuture<Optional<Consignment>> cancel(String id) {
    return cancellation.run(id);
  }

  /** Kills it after so many halves of store calls; at once if that is 0. */
  void killAfter(int halves) {
    life.updateAndGet(left -> Math.min(left, halves));
  }

  boolean isDead() {
    return life.get() <= 0;
  }

  /** Stops the timers of a killed process. */
  @Override
  public void close() {
    recovery.close();
  }

  private void live() {
    if (life.getAndUpdate(left -> left == NEVER ? left : Math.max(0, left - 1)) <= 0) {
      throw Status.ABORTED.withDescription("killed").asRuntimeException();
    }
  }

  /** A network that loses all calls and answers of a killed process. */
  private final class KillableVessels implements Vessels {
    private final Vessels network;

    KillableVessels(Vessels network) {
      this.network = network;
    }

    @Override
    public CompletableFuture<Reply> reserve(String id, int weightKg, int containers) {
      return alive(() -> network.reserve(id, weightKg, containers));
    }

    @Override
    public CompletableFuture<Map<String, Status>> confirm(List<String> ids) {
      return alive(() -> network.confirm(ids));
    }

    @Override
    public CompletableFuture<Void> release(String id) {
      return alive(() -> network.release(id));
    }

    private <T> CompletableFuture<T> alive(Supplier<CompletableFuture<T>> call) {
      return isDead() ? new CompletableFuture<>() : call.get();
    }
  }
}
