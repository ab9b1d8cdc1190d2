package shippy.clock;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Waits for events with a limit. Stateless. */
public final class Deadline {
  private Deadline() {}

  /** Blocks until the event has come or the time is over; true if the event has come. */
  public static boolean within(Duration limit, CompletableFuture<?> event, Clock clock) {
    CompletableFuture<Object> over = new CompletableFuture<>();
    Clock.Timer timer = clock.schedule(limit, () -> over.complete(limit));
    CompletableFuture.anyOf(event, over).join();
    timer.cancel();
    return event.isDone();
  }
}
