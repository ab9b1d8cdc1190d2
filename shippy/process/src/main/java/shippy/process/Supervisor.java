package shippy.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import shippy.clock.Clock;
import shippy.problem.ExitCode;

/**
 * Keeps programs running: starts one that fails again after a growing pause, leaves one that ends
 * with status 0, and ends everything if one cannot run at all. Programs may come and go meanwhile.
 * Knows processes only through a {@link Launcher}, time only through a {@link Clock}. Safe for any
 * thread; delivers events one after the other.
 */
public final class Supervisor {
  /** A service drains for up to 10 s. */
  public static final Duration STOP_TIMEOUT = Duration.ofSeconds(12);

  /** After this time a program has recovered: its next failure counts as the first. */
  static final Duration STABLE = Duration.ofSeconds(30);

  private static final Set<Integer> CANNOT_RUN =
      Set.of(ExitCode.USAGE.number(), ExitCode.CONFIG.number());

  private final List<Program> programs;
  private final List<SupervisedProcess> processes = new ArrayList<>();
  private final Launcher launcher;
  private final Clock clock;
  private final Consumer<ProcessEvent> events;
  private final CompletableFuture<Optional<ProcessEvent.Misconfigured>> ended =
      new CompletableFuture<>();
  private Optional<ProcessEvent.Misconfigured> misconfigured = Optional.empty();
  private boolean stopping;

  public Supervisor(
      List<Program> programs, Launcher launcher, Clock clock, Consumer<ProcessEvent> events) {
    this.programs = List.copyOf(programs);
    this.launcher = requireNonNull(launcher, "launcher");
    this.clock = requireNonNull(clock, "clock");
    this.events = requireNonNull(events, "events");
  }

  /** Starts all programs, in order. */
  public synchronized void start() {
    programs.forEach(this::add);
  }

  /** Starts one more and keeps it running. */
  public SupervisedProcess add(Program program) {
    return launched(new SupervisedProcess(program, false));
  }

  /** Starts one more, which is gone when its process ends, unless it is {@linkplain #keep kept}. */
  public SupervisedProcess tryOut(Program program) {
    return launched(new SupervisedProcess(program, true));
  }

  private synchronized SupervisedProcess launched(SupervisedProcess added) {
    processes.add(added);
    launch(added);
    return added;
  }

  /** Keeps one running that was tried out; false if it is gone already. */
  public synchronized boolean keep(SupervisedProcess process) {
    process.onTrial = false;
    return !process.gone().isDone();
  }

  /** Those that were not told to leave, in the order of their start. */
  public synchronized List<SupervisedProcess> processes() {
    return processes.stream().filter(process -> !process.leaving && !process.done).toList();
  }

  /** The same without those that are only tried out. */
  public synchronized List<SupervisedProcess> kept() {
    return processes().stream().filter(process -> !process.onTrial).toList();
  }

  /** Ends the process at once, as a crash does. */
  public synchronized void kill(SupervisedProcess process) {
    Optional.ofNullable(process.child).ifPresent(Launcher.Child::kill);
  }

  /** Asks one to end for good, and kills it after {@link #STOP_TIMEOUT}. Idempotent. */
  public synchronized void retire(SupervisedProcess process) {
    if (process.leaving) {
      return;
    }
    process.leaving = true;
    process.timer.cancel();
    Launcher.Child child = process.child;
    if (child == null) {
      remove(process, "was not running");
    } else {
      process.timer = clock.schedule(STOP_TIMEOUT, () -> killLeftOver(process));
      child.terminate();
    }
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
    List<SupervisedProcess> all = List.copyOf(processes);
    for (int i = all.size() - 1; i >= 0; i--) {
      retire(all.get(i));
    }
    completeIfAllEnded();
  }

  /** Whether all were told to end. */
  public synchronized boolean isStopping() {
    return stopping;
  }

  /** Kills all and starts none again. */
  public synchronized void kill() {
    stopping = true;
    processes.forEach(this::kill);
  }

  /** Completes when all have ended for good, with the event if a bad configuration ended them. */
  public CompletableFuture<Optional<ProcessEvent.Misconfigured>> ended() {
    return ended;
  }

  private synchronized void launch(SupervisedProcess process) {
    if (stopping || process.leaving) {
      remove(process, "was not started");
      return;
    }
    String id = UUID.randomUUID().toString();
    process.renew(id);
    process.attempts++;
    process.startedAt = clock.nanoTime();
    try {
      Launcher.Child child = launcher.launch(process.program(), id, exit -> ended(process, exit));
      process.child = child;
      events.accept(new ProcessEvent.Started(process.program(), id, child.pid(), process.attempts));
    } catch (IOException e) {
      failed(process, "could not be started: " + e.getMessage());
    }
  }

  private synchronized void ended(SupervisedProcess process, Exit exit) {
    process.child = null;
    if (stopping || process.leaving) {
      remove(process, exit.reason());
      completeIfAllEnded();
    } else if (process.onTrial) {
      failed(process, exit.reason());
    } else if (exit.status() == 0) {
      process.done = true;
      process.gone().complete("ended");
      events.accept(new ProcessEvent.Ended(process.program(), process.id()));
      completeIfAllEnded();
    } else if (process.attempts == 1 && CANNOT_RUN.contains(exit.status())) {
      ProcessEvent.Misconfigured event =
          new ProcessEvent.Misconfigured(process.program(), process.id(), exit.status());
      misconfigured = Optional.of(event);
      events.accept(event);
      stop();
    } else {
      // It ran with this configuration before: something outside has changed, and may change back.
      failed(process, exit.reason());
    }
  }

  private void failed(SupervisedProcess process, String reason) {
    if (process.onTrial) {
      remove(process, reason);
      return;
    }
    if (clock.nanoTime() - process.startedAt >= STABLE.toNanos()) {
      process.backoff.reset();
    }
    Duration pause = process.backoff.next();
    process.timer = clock.schedule(pause, () -> launch(process));
    events.accept(new ProcessEvent.Failed(process.program(), process.id(), reason, pause));
  }

  private void remove(SupervisedProcess process, String reason) {
    process.timer.cancel();
    if (processes.remove(process)) {
      events.accept(new ProcessEvent.Gone(process.program(), process.id()));
    }
    process.gone().complete(reason);
  }

  private synchronized void killLeftOver(SupervisedProcess process) {
    if (process.child != null) {
      kill(process);
      events.accept(new ProcessEvent.Killed(process.program(), process.id()));
    }
  }

  /** A run that was told to stop its last program waits for a new one. */
  private void completeIfAllEnded() {
    boolean allDone = !processes.isEmpty() && processes.stream().allMatch(p -> p.done);
    if (stopping ? processes.stream().allMatch(p -> p.child == null) : allDone) {
      ended.complete(misconfigured);
    }
  }
}
