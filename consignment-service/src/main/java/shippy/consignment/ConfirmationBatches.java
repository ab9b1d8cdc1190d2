package shippy.consignment;

import static java.util.Objects.requireNonNull;

import io.grpc.Context;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import shippy.clock.Clock;

/**
 * Collects the ids of confirmed consignments, so that many are told and settled at once: the first
 * at once, those that come meanwhile together. One batch is under way at a time, and the next
 * begins {@link #PAUSE} after it. Never blocks; safe for any thread.
 */
final class ConfirmationBatches {
  /** Long enough for some creates of one client, short enough not to matter to a crash. */
  static final Duration PAUSE = Duration.ofMillis(20);

  /** What does not find a place is left to the recovery. */
  private static final int MAX_WAITING = 20;

  private final Function<List<String>, CompletableFuture<Boolean>> tell;
  private final Clock clock;
  private final Deque<Batch> waiting = new ArrayDeque<>();
  private boolean busy;

  /** Of what {@code tell} does, whose future never fails and says whether it succeeded. */
  ConfirmationBatches(Function<List<String>, CompletableFuture<Boolean>> tell, Clock clock) {
    this.tell = requireNonNull(tell, "tell");
    this.clock = requireNonNull(clock, "clock");
  }

  /** In the context of the first, without its end. */
  private record Batch(Context context, List<String> ids, CompletableFuture<Boolean> told) {
    Batch() {
      this(Context.current().fork(), new ArrayList<>(), new CompletableFuture<>());
    }
  }

  /** Completes after the attempt with whether it succeeded. */
  CompletableFuture<Boolean> add(String id) {
    Batch batch;
    synchronized (this) {
      batch = waiting.peekLast();
      if (batch == null || batch.ids().size() == Vessels.MOST) {
        if (waiting.size() == MAX_WAITING) {
          return CompletableFuture.completedFuture(false);
        }
        batch = new Batch();
        waiting.add(batch);
      }
      batch.ids().add(id);
      if (busy) {
        return batch.told();
      }
      busy = true;
    }
    next();
    return batch.told();
  }

  private void next() {
    Batch batch;
    synchronized (this) {
      batch = waiting.poll();
      busy = batch != null;
    }
    if (batch != null) {
      CompletableFuture<?> unused =
          CallContext.within(batch.context(), tell)
              .apply(batch.ids())
              .thenAccept(
                  well -> {
                    batch.told().complete(well);
                    clock.schedule(PAUSE, this::next);
                  });
    }
  }
}
