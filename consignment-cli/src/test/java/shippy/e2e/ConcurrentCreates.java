package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers that create one consignment after the other while something happens. Stateless. */
final class ConcurrentCreates {
  private static final int WRITERS = 4;

  /** Between an answer and the next request: the programs around them need the processor too. */
  private static final long PAUSE_MILLIS = 20;

  private ConcurrentCreates() {}

  /** The ids of what was acknowledged before, during and after the event. */
  static Queue<String> acknowledgedWhile(Services services, Runnable event) {
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    ScheduledExecutorService threads = Executors.newScheduledThreadPool(WRITERS);
    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      String name = "writer-%d-".formatted(i);
      AtomicInteger next = new AtomicInteger();
      writers.add(
          threads.scheduleWithFixedDelay(
              () -> create(services, name + next.getAndIncrement(), acknowledged),
              0,
              PAUSE_MILLIS,
              TimeUnit.MILLISECONDS));
    }
    try {
      eventually(Duration.ofSeconds(20), () -> assertThat(acknowledged).hasSizeGreaterThan(50));
      event.run();
      assertThat(writers).as("they write all the time").noneMatch(Future::isDone);
    } finally {
      threads.shutdown();
    }
    try {
      assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).as("their end").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
