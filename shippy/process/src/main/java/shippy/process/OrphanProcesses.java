package shippy.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import shippy.clock.Clock;
import shippy.clock.Deadline;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/** What runs have started and what still runs of it. Safe for any thread. */
public final class OrphanProcesses {
  /** A run needs as long as its slowest program, and a moment. */
  private static final Duration RUN_PATIENCE = Supervisor.PATIENCE.plusSeconds(3);

  private static final Duration AFTER_KILL = Duration.ofSeconds(2);

  private final Path directory;
  private final Clock clock;

  /**
   * What became of a process.
   *
   * @param name the program, or {@code shippy-run} or {@code shippy-demo}
   * @param killed whether it had to be killed
   */
  public record Stopped(String name, long pid, boolean killed) {}

  private OrphanProcesses(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /** Those of the user whose environment this is. */
  public static OrphanProcesses of(Map<String, String> env, Clock clock) {
    return new OrphanProcesses(RunFile.directory(env), clock);
  }

  /**
   * Ends every run that is noted, and then whatever is left of its programs: in order, by force
   * after 12 s. A process that is not the one noted is left alone. Blocks until all have ended.
   *
   * @throws shippy.problem.ProblemException if a file cannot be read or a process not be ended
   */
  public List<Stopped> stop() {
    List<Stopped> stopped = new ArrayList<>();
    try {
      for (RunFile file : RunFile.all(directory)) {
        stopped.addAll(stop(file));
        file.delete();
      }
      return stopped;
    } catch (IOException e) {
      throw Problem.of(ExitCode.FAILED, "cannot read %s: %s".formatted(directory, e.getMessage()))
          .withFix("ls -l " + directory, "are these your files?")
          .toException(e);
    }
  }

  /**
   * What still runs of runs that were killed, as {@code name (pid n)}. Removes the files of those
   * of which nothing does.
   */
  public List<String> orphans() throws IOException {
    List<String> orphans = new ArrayList<>();
    for (RunFile file : RunFile.all(directory)) {
      Set<ProcessRecord> running = running(file.read());
      if (running.isEmpty()) {
        file.delete();
      } else if (running.stream().noneMatch(ProcessRecord::leads)) {
        running.forEach(trace -> orphans.add(trace.toString()));
      }
    }
    return orphans;
  }

  private List<Stopped> stop(RunFile file) throws IOException {
    Set<ProcessRecord> noted = running(file.read());
    Set<ProcessRecord> killed = new LinkedHashSet<>();
    // The run first: it would start its programs again.
    List<ProcessRecord> runs = noted.stream().filter(ProcessRecord::leads).toList();
    killed.addAll(end(runs, RUN_PATIENCE));
    noted.addAll(running(file.read()));
    killed.addAll(end(running(noted), Supervisor.PATIENCE));
    return noted.stream().map(t -> new Stopped(t.name(), t.pid(), killed.contains(t))).toList();
  }

  private static Set<ProcessRecord> running(Collection<ProcessRecord> traces) {
    Set<ProcessRecord> running = new LinkedHashSet<>(traces);
    running.removeIf(trace -> trace.process().isEmpty());
    return running;
  }

  /** Returns those that had to be killed. */
  private Set<ProcessRecord> end(Collection<ProcessRecord> traces, Duration patience) {
    traces.forEach(trace -> trace.process().ifPresent(ProcessHandle::destroy));
    awaitEnd(traces, patience);
    Set<ProcessRecord> stubborn = running(traces);
    stubborn.forEach(trace -> trace.process().ifPresent(ProcessHandle::destroyForcibly));
    awaitEnd(stubborn, AFTER_KILL);
    for (ProcessRecord immortal : running(stubborn)) {
      throw Problem.of(ExitCode.FAILED, immortal + " cannot be ended")
          .withLikely("it belongs to another user")
          .withFix("kill -9 " + immortal.pid(), "as that user")
          .toException();
    }
    return stubborn;
  }

  private void awaitEnd(Collection<ProcessRecord> traces, Duration limit) {
    CompletableFuture<?>[] ends =
        traces.stream()
            .flatMap(trace -> trace.process().stream())
            .map(ProcessHandle::onExit)
            .toArray(CompletableFuture<?>[]::new);
    Deadline.within(limit, CompletableFuture.allOf(ends), clock);
  }
}
