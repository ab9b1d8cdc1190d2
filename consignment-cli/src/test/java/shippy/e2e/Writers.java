package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Callers that create one consignment after the other while something happens. Stateless. */
final class Writers {
  private static final int WRITERS = 4;

  private Writers() {}

  /** The ids of what was acknowledged before, during and after the event. */
  static Queue<String> acknowledgedWhile(Services services, Runnable event) {
    AtomicBoolean over = new AtomicBoolean();
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      String name = "writer-%d-".formatted(i);
      writers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int n = 0; !over.get(); n++) {
                  create(services, name + n, acknowledged);
                }
              }));
    }
    try {
      eventually(Duration.ofSeconds(20), () -> assertThat(acknowledged).hasSizeGreaterThan(50));
      event.run();
    } finally {
      over.set(true);
    }
    writers.forEach(CompletableFuture::join);
    return acknowledged;
  }

  private static void create(Services services, String id, Queue<String> acknowledged) {
    try {
      services.create(new Order(id, 1, 1).message());
      acknowledged.add(id);
    } catch (StatusRuntimeException e) {
      // Refused or unknown: nothing was promised.
    }
  }
}
