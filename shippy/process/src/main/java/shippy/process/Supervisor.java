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
 * Keeps programs running: starts one that fails again after a growing pause, leaves one that ends
 * with status 0, and ends everything if one cannot run at all. Knows processes only through a
 * {@link Launcher}, time only through a {@link Clock}. Safe for any thread; delivers events one
 * after the other.
 */
public final class Supervisor {
  /** A service drains for up to 10 s. */
  public static final Duration STOP_TIMEOUT = Duration.ofSeconds(12);

  /** After this time a program has recovered: its next failure counts as the first. */
  static final Duration STABLE = Duration.ofSeconds(30);

  private static final Set<Integer> CANNOT_RUN =
      Set.of(ExitCode.USAGE.number(), ExitCode.CONFIG.number());

  private final List<SupervisedProgram> programs;
  private final Launcher launcher;
  private final Clock clock;
  private final Consumer<ProcessEvent> events;
  private final CompletableFuture<Optional<ProcessEvent.Misconfigured>> ended =
      new CompletableFuture<>();
  private Optional<ProcessEvent.Misconfigured> misconfigured = Optional.empty();
  private boolean stopping;
  private Clock.Timer stopTimer = () -> {};

  public Supervisor(
      List<Program> programs, Launcher launcher, Clock clock, Consumer<ProcessEvent> events) {
    this.programs = programs.stream().map(SupervisedProgram::new).toList();
    this.launcher = requireNonNull(launcher, "launcher");
    this.clock = requireNonNull(clock, "clock");
    this.events = requireNonNull(events, "events");
  }

  /** Starts all programs, in order. */
  public synchronized void start() {
    programs.forEach(this::launch);
  }

  /**
   * Asks all to end, the last started first, and kills those left after {@link #STOP_TIMEOUT}.
   * Idempotent.
   */
  public synchronized void stop() {
    if (stopping) {
      return;
    }
    stopping = true;
    for (int i = programs.size() - 1; i >= 0; i--) {
      programs.get(i).restart.cancel();
      Launcher.Child child = programs.get(i).child;
      if (child != null) {
        child.terminate();
      }
    }
    stopTimer = clock.schedule(STOP_TIMEOUT, this::killLeftOver);
    completeIfAllEnded();
  }

  /** Kills all and starts none again. */
  public synchronized void kill() {
    stopping = true;
    programs.stream().map(supervised -> supervised.child).forEach(Supervisor::kill);
  }

  /** Completes when all have ended for good, with the event if a bad configuration ended them. */
  public CompletableFuture<Optional<ProcessEvent.Misconfigured>> ended() {
    return ended;
  }

  private synchronized void launch(SupervisedProgram supervised) {
    if (stopping) {
      return;
    }
    String id = UUID.randomUUID().toString();
    supervised.attempts++;
    supervised.startedAt = clock.nanoTime();
    try {
      Launcher.Child child =
          launcher.launch(supervised.program, id, status -> ended(supervised, status));
      supervised.child = child;
      events.accept(
          new ProcessEvent.Started(supervised.program, id, child.pid(), supervised.attempts));
    } catch (IOException e) {
      restartLater(supervised, "could not be started: " + e.getMessage());
    }
  }

  private synchronized void ended(SupervisedProgram supervised, int status) {
    supervised.child = null;
    if (stopping) {
      completeIfAllEnded();
    } else if (status == 0) {
      supervised.done = true;
      events.accept(new ProcessEvent.Ended(supervised.program));
      completeIfAllEnded();
    } else if (supervised.attempts == 1 && CANNOT_RUN.contains(status)) {
      ProcessEvent.Misconfigured event = new ProcessEvent.Misconfigured(supervised.program, status);
      misconfigured = Optional.of(event);
      events.accept(event);
      stop();
    } else {
      // It ran with this configuration before: something outside has changed, and may change back.
      restartLater(supervised, reason(status));
    }
  }

  private void restartLater(SupervisedProgram supervised, String reason) {
    if (clock.nanoTime() - supervised.startedAt >= STABLE.toNanos()) {
      supervised.backoff.reset();
    }
    Duration pause = supervised.backoff.next();
    supervised.restart = clock.schedule(pause, () -> launch(supervised));
    events.accept(new ProcessEvent.Failed(supervised.program, reason, pause));
  }

  private synchronized void killLeftOver() {
    for (SupervisedProgram supervised : programs) {
      if (supervised.child != null) {
        kill(supervised.child);
        events.accept(new ProcessEvent.Killed(supervised.program));
      }
    }
  }

  private void completeIfAllEnded() {
    if (programs.stream()
        .allMatch(supervised -> supervised.child == null && (stopping || supervised.done))) {
      stopTimer.cancel();
      ended.complete(misconfigured);
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

  /** A program and the state of its process. */
  private static final class SupervisedProgram {
    private final Program program;
    private final Backoff backoff = Backoff.standard();
    private Launcher.@Nullable Child child;
    private Clock.Timer restart = () -> {};
    private long startedAt;
    private int attempts;
    private boolean done;

    SupervisedProgram(Program program) {
      this.program = program;
    }
  }
}
