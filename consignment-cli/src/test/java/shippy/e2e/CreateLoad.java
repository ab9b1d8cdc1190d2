package shippy.e2e;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.testkit.Concurrently;

/**
 * A program whose callers create consignments for ten seconds, as fast as they are answered. It
 * prints how many were created; a failed call ends it with an exception.
 */
final class CreateLoad {
  private static final int CALLERS = 64;
  private static final Duration TIME = Duration.ofSeconds(10);

  private CreateLoad() {}

  public static void main(String[] args) {
    AtomicInteger created = new AtomicInteger();
    try (Services services = new Services(Config.load(args))) {
      Supplier<Duration> running = Clock.system().stopwatch();
      Concurrently.run(
          Collections.nCopies(
              CALLERS,
              () -> {
                while (running.get().compareTo(TIME) < 0) {
                  create(services, created);
                }
              }));
    }
    System.out.println("created " + created);
  }

  private static void create(Services services, AtomicInteger created) {
    String id = "load-" + created.incrementAndGet();
    try {
      services.create(new Order(id, 1, 1).message());
    } catch (StatusRuntimeException e) {
      throw new AssertionError(id + ": " + e.getStatus(), e);
    }
  }
}
