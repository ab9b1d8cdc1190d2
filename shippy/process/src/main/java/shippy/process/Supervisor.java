package shippy.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import shippy.clock.Backoff;
import shippy.clock.Clock;
import shippy.problem.ExitCode;

/**
 * The rules by which programs are kept running: what fails is started again after a growing pause,
 * what ends in order stays ended, what cannot run at all ends everything. Knows processes only
 * through a {@link Launcher}, time only through a {@link Clock}. Safe for any thread; events are
 * handed out one after the other.
 */
public final class Supervisor {
  /** A service drains for up to 10 s. */
  public static final Duration PATIENCE = Duration.ofSeconds(12);

  /** Who ran this long has recovered: its next failure is a first one. */
  static final Duration STABLE = Duration.ofSeconds(30);

  private static final Set<Integer> CANNOT_RUN =
      Set.of(ExitCode.USAGE.number(), ExitCode.CONFIG.number());

  private final List<Slot> slots;
  private final Launcher launcher;
  private final Clock clock;
  private final Consumer<ProcessEvent> events;
  private final CompletableFuture<Optional<ProcessEvent.Misconfigured>> ended =
      new CompletableFuture<>();
  private Optional<ProcessEvent.Misconfigured> obstacle = Optional.empty();
  private boolean stopping;
  private Clock.Timer patience = () -> {};

  public Supervisor(
      List<Program> programs, Launcher launcher, Clock clock, Consumer<ProcessEvent> events) {
    this.slots = programs.stream().map(Slot::new).toList();
    this.launcher = requireNonNull(launcher, "launcher");
    this.clock = requireNonNull(clock, "clock");
    this.events = requireNonNull(events, "events");
  }

  /** Starts all programs, in order. */
  public synchronized void start() {
    slots.forEach(this::launch);
  }

  /**
   * Asks all to end, the last started first, and kills after {@link #PATIENCE} what is left.
   * Idempotent.
   */
  public synchronized void stop() {
    if (stopping) {
      return;
    }
    stopping = true;
    for (int i = slots.size() - 1; i >= 0; i--) {
      slots.get(i).restart.cancel();
      Launcher.Child child = slots.get(i).child;
      if (child != null) {
        child.terminate();
      }
    }
    patience = clock.schedule(PATIENCE, this::killLeftOver);
    completeIfAllEnded();
  }

  /** Ends all at once; nothing is started any more. */
  public synchronized void kill() {
    stopping = true;
    slots.stream().map(slot -> slot.child).forEach(Supervisor::kill);
  }

  /** Completes when no program runs or will be started, with what made it end if nobody asked. */
  public CompletableFuture<Optional<ProcessEvent.Misconfigured>> ended() {
    return ended;
  }

  private synchronized void launch(Slot slot) {
    if (stopping) {
      return;
    }
    String id = UUID.randomUUID().toString();
    slot.attempts++;
    slot.startedAt = clock.nanoTime();
    try {
      Launcher.Child child = launcher.launch(slot.program, id, status -> ended(slot, status));
      slot.child = child;
      events.accept(new ProcessEvent.Started(slot.program, id, child.pid(), slot.attempts));
    } catch (IOException e) {
      restartLater(slot, "could not be started: " + e.getMessage());
    }
  }

  private synchronized void ended(Slot slot, int status) {
    slot.child = null;
    if (stopping) {
      completeIfAllEnded();
    } else if (status == 0) {
      slot.done = true;
      events.accept(new ProcessEvent.Ended(slot.program));
      completeIfAllEnded();
    } else if (slot.attempts == 1 && CANNOT_RUN.contains(status)) {
      ProcessEvent.Misconfigured event = new ProcessEvent.Misconfigured(slot.program, status);
      obstacle = Optional.of(event);
      events.accept(event);
      stop();
    } else {
      // A bad configuration of one that ran before is the outside world's doing and may pass.
      restartLater(slot, reason(status));
    }
  }

  private void restartLater(Slot slot, String reason) {
    if (clock.nanoTime() - slot.startedAt >= STABLE.toNanos()) {
      slot.backoff.reset();
    }
    Duration pause = slot.backoff.next();
    slot.restart = clock.schedule(pause, () -> launch(slot));
    events.accept(new ProcessEvent.Failed(slot.program, reason, pause));
  }

  private synchronized void killLeftOver() {
    for (Slot slot : slots) {
      if (slot.child != null) {
        kill(slot.child);
        events.accept(new ProcessEvent.Killed(slot.program));
      }
    }
  }

  private void completeIfAllEnded() {
    if (slots.stream().allMatch(slot -> slot.child == null && (stopping || slot.done))) {
      patience.cancel();
      ended.complete(obstacle);
    }
  }

  private static void kill(Launcher.@Nullable Child child) {
    if (child != null) {
      child.kill();
    }
  }

  private static String reason(int status) {
    return status > 128 && status < 128 + 65
        ? "was ended by signal %d".formatted(status - 128)
        : String.format(Locale.ROOT, "failed (exit status %d)", status);
  }

  /** One program and what became of it. */
  private static final class Slot {
    private final Program program;
    private final Backoff backoff = Backoff.standard();
    private Launcher.@Nullable Child child;
    private Clock.Timer restart = () -> {};
    private long startedAt;
    private int attempts;
    private boolean done;

    Slot(Program program) {
      this.program = program;
    }
  }
}
