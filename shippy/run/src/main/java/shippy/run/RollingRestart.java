package shippy.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.clock.Deadline;
import shippy.console.output.NumberFormats;
import shippy.process.JarCopies;
import shippy.process.Program;
import shippy.process.SupervisedProcess;
import shippy.process.Supervisor;
import shippy.registry.RegistryException;
import shippy.run.Readiness.Sight;

/**
 * Replaces processes one after the other by such that run from what is built by now: starts the new
 * one, waits until others find it and it serves, then lets the old one drain. If the new one does
 * not get that far, the old one stays. Safe for any thread.
 */
final class RollingRestart {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(100);

  /** For callers to connect to the new one; what takes longer waits in the caller's channel. */
  private static final Duration NOTICED = Duration.ofMillis(500);

  private final Supervisor supervisor;
  private final Readiness readiness;
  private final RunningPrograms running;
  private final JarCopies copies;
  private final RunMessages messages;
  private final Clock clock;
  private final Map<String, CompletableFuture<?>> last = new HashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.numbered("shippy-restart"));

  RollingRestart(
      Supervisor supervisor,
      Readiness readiness,
      RunningPrograms running,
      JarCopies copies,
      RunMessages messages,
      Clock clock) {
    this.supervisor = supervisor;
    this.readiness = readiness;
    this.running = running;
    this.copies = copies;
    this.messages = messages;
    this.clock = clock;
  }

  /**
   * Begins to replace all that run from a jar, which was built again. Those are meant that run when
   * it is their turn: an earlier build may still be starting some.
   */
  synchronized void rebuilt(Path jar) {
    running.programs().stream()
        .filter(program -> program.jar().equals(jar))
        .map(Program::kind)
        .distinct()
        .forEach(kind -> beginKind(kind, () -> runningFrom(jar)));
  }

  private List<SupervisedProcess> runningFrom(Path jar) {
    List<SupervisedProcess> now =
        supervisor.processes().stream().filter(p -> p.program().jar().equals(jar)).toList();
    if (now.isEmpty()) {
      var unused = copies.renew(jar); // for those that are started later
    }
    return now;
  }

  /** Begins to replace these; waits for what was begun before with the same program. */
  synchronized void begin(List<SupervisedProcess> old) {
    old.stream()
        .collect(Collectors.groupingBy(process -> process.program().kind()))
        .forEach((kind, processes) -> beginKind(kind, () -> processes));
  }

  private void beginKind(String kind, Supplier<List<SupervisedProcess>> old) {
    CompletableFuture<?> before = last.getOrDefault(kind, CompletableFuture.completedFuture(null));
    last.put(kind, before.thenRunAsync(() -> replaceAll(kind, old.get()), threads));
  }

  private void replaceAll(String kind, List<SupervisedProcess> old) {
    try {
      replaceEach(kind, old);
    } catch (RuntimeException e) {
      messages.say("%s is not restarted: %s".formatted(kind, e));
    }
  }

  private void replaceEach(String kind, List<SupervisedProcess> old) {
    List<SupervisedProcess> present = old.stream().filter(p -> !p.gone().isDone()).toList();
    if (present.isEmpty()) {
      return;
    }
    Supplier<Duration> took = clock.stopwatch();
    Path jar = present.get(0).program().jar();
    Runnable undo = copies.renew(jar);
    for (SupervisedProcess process : present) {
      Optional<String> failure = replace(process);
      if (failure.isPresent()) {
        undo.run();
        if (!supervisor.isStopping()) {
          messages.say(
              "%s: build failed to start, keeping the previous version (%s)"
                  .formatted(kind, failure.get()));
        }
        return;
      }
    }
    messages.say(
        "%s: %s replaced after %s"
            .formatted(
                kind,
                NumberFormats.count(present.size(), "instance"),
                NumberFormats.seconds(took.get())));
    deleteOldCopies(jar);
  }

  /** Returns why the new one cannot take over. */
  private Optional<String> replace(SupervisedProcess old) {
    SupervisedProcess fresh = supervisor.tryOut(old.program());
    Optional<String> failure = awaitServing(fresh);
    if (failure.isEmpty()) {
      Deadline.within(NOTICED, fresh.gone(), clock);
      if (!supervisor.processes().contains(old)) { // told to leave meanwhile: none takes over
        supervisor.retire(fresh);
        return Optional.empty();
      }
    }
    if (failure.isPresent() || !supervisor.keep(fresh)) {
      supervisor.retire(fresh);
      return failure.or(() -> Optional.of(fresh.gone().join()));
    }
    supervisor.retire(old);
    Deadline.within(Supervisor.STOP_TIMEOUT.plusSeconds(1), old.gone(), clock);
    return Optional.empty();
  }

  private Optional<String> awaitServing(SupervisedProcess fresh) {
    Supplier<Duration> waited = clock.stopwatch();
    while (waited.get().compareTo(START_LIMIT) < 0) {
      if (fresh.gone().isDone()) {
        return Optional.of(fresh.gone().join());
      }
      if (serves(fresh)) {
        return Optional.empty();
      }
      Deadline.within(POLL, fresh.gone(), clock);
    }
    return Optional.of("not serving after %d s".formatted(START_LIMIT.toSeconds()));
  }

  private boolean serves(SupervisedProcess fresh) {
    try {
      return readiness
          .look(fresh.id(), running.service(fresh.program().kind()))
          .filter(Sight::serving)
          .isPresent();
    } catch (RegistryException e) {
      LoggerFactory.getLogger(RollingRestart.class).debug("cannot look for {}", fresh.id(), e);
      return false;
    }
  }

  private void deleteOldCopies(Path jar) {
    try {
      copies.deleteOld(jar);
    } catch (IOException e) {
      LoggerFactory.getLogger(RollingRestart.class).debug("a copy of {} is left", jar, e);
    }
  }
}
