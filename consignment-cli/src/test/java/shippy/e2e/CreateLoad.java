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
 * A program whose callers create consignments as fast as they are answered, for ten seconds or
 * until as many are made as the first fleet carries with ease. It prints how many and how fast; a
 * failed call ends it with an exception.
 */
final class CreateLoad {
  private static final int CALLERS = 64;
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final int ENOUGH = 20_000; // of 26 500 that three vessels take

  private CreateLoad() {}

  public static void main(String[] args) {
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger created = new AtomicInteger();
    try (Services services = new Services(Config.load(args))) {
      Supplier<Duration> running = Clock.system().stopwatch();
      Concurrently.run(
          Collections.nCopies(
              CALLERS,
              () -> {
                for (int i = begun.incrementAndGet();
                    i <= ENOUGH && running.get().compareTo(TIME) < 0;
                    i = begun.incrementAndGet()) {
                  create(services, "load-" + i);
                  created.incrementAndGet();
                }
              }));
      System.out.printf("created %d in %d ms%n", created.get(), running.get().toMillis());
    }
  }

  private static void create(Services services, String id) {
    try {
      services.create(new Order(id, 1, 1).message());
    } catch (StatusRuntimeException e) {
      throw new AssertionError(id + ": " + e.getStatus(), e);
    }
  }
}
