package shippy.consignment;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Between drivers and the {@link ModelFleet}: calls stay under way until a step delivers one, in
 * any order. While it is bad, it loses calls and answers, tells callers of a failure before the
 * call arrives, and delivers calls twice.
 */
final class ModelNetwork {
  private final Random random;
  private final ModelFleet fleet;
  private final List<Call> underWay = new ArrayList<>();
  private boolean bad = true;

  ModelNetwork(Random random, ModelFleet fleet) {
    this.random = random;
    this.fleet = fleet;
  }

  private record Call(Runnable arrive, Runnable fail) {}

  /** The vessel service as one driver sees it. */
  Vessels port() {
    return new Vessels() {
      @Override
      public CompletableFuture<Reply> reserve(String id, int weightKg, int containers) {
        return send(() -> fleet.reserve(id, weightKg));
      }

      @Override
      public CompletableFuture<Map<String, Status>> confirm(List<String> ids) {
        return send(() -> fleet.confirm(ids));
      }

      @Override
      public CompletableFuture<Void> release(String id) {
        return send(() -> fleet.release(id)).thenAccept(done -> {});
      }
    };
  }

  synchronized int size() {
    return underWay.size();
  }

  /** From now on, every call arrives once and is answered. */
  void heal() {
    bad = false;
  }

  /** Lets something happen to one call, if there is any. */
  void step() {
    Call call = pick();
    if (call == null) {
      return;
    }
    switch (bad ? random.nextInt(6) : 0) {
      case 1 -> call.fail().run(); // lost on the way
      case 2 -> { // its answer lost
        call.fail().run();
        call.arrive().run();
      }
      case 3 -> { // given up by the caller, still on its way
        call.fail().run();
        again(call);
      }
      case 4 -> { // delivered twice
        call.arrive().run();
        again(call);
      }
      default -> call.arrive().run();
    }
  }

  private <T> CompletableFuture<T> send(Supplier<T> effect) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    again(
        new Call(
            () -> {
              try {
                answer.complete(effect.get());
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            },
            () -> answer.completeExceptionally(Status.UNAVAILABLE.asRuntimeException())));
    return answer;
  }

  private synchronized void again(Call call) {
    underWay.add(call);
  }

  private synchronized @Nullable Call pick() {
    return underWay.isEmpty() ? null : underWay.remove(random.nextInt(underWay.size()));
  }
}
