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
import shippy.clock.Clock;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/** The processes that runs of {@code shippy} have started and left. Safe for any thread. */
public final class OrphanProcesses {
  /** A run ends a moment after its slowest program. */
  private static final Duration RUN_STOP_TIMEOUT = Supervisor.STOP_TIMEOUT.plusSeconds(3);

  private static final Duration AFTER_KILL = Duration.ofSeconds(2);

  private final Path directory;
  private final Clock clock;

  /**
   * A process that was ended.
   *
   * @param name the program, or {@code shippy-run} or {@code shippy-demo}
   * @param killed whether it had to be killed
   */
  public record Stopped(String name, long pid, boolean killed) {}

  private OrphanProcesses(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /** Those of the user with this environment. */
  public static OrphanProcesses of(Map<String, String> env, Clock clock) {
    return new OrphanProcesses(RunFile.directory(env), clock);
  }

  /**
   * Ends every recorded run, then its programs that are left; kills them after 12 s. Leaves a
   * process alone that has only the number of a recorded one. Blocks until all have ended.
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
   * The programs of killed runs that still run, as {@code name (pid n)}. Removes the files of runs
   * of which nothing is left.
   */
  public List<String> orphans() throws IOException {
    List<String> orphans = new ArrayList<>();
    for (RunFile file : RunFile.all(directory)) {
      Set<ProcessRecord> running = running(file.read());
      if (running.isEmpty()) {
        file.delete();
      } else if (running.stream().noneMatch(ProcessRecord::isLeader)) {
        running.forEach(record -> orphans.add(record.toString()));
      }
    }
    return orphans;
  }

  private List<Stopped> stop(RunFile file) throws IOException {
    Set<ProcessRecord> recorded = running(file.read());
    Set<ProcessRecord> killed = new LinkedHashSet<>();
    // The run first: it would start its programs again.
    List<ProcessRecord> runs = recorded.stream().filter(ProcessRecord::isLeader).toList();
    killed.addAll(end(runs, RUN_STOP_TIMEOUT));
    recorded.addAll(running(file.read()));
    killed.addAll(end(running(recorded), Supervisor.STOP_TIMEOUT));
    return recorded.stream().map(t -> new Stopped(t.name(), t.pid(), killed.contains(t))).toList();
  }

  private static Set<ProcessRecord> running(Collection<ProcessRecord> records) {
    Set<ProcessRecord> running = new LinkedHashSet<>(records);
    running.removeIf(record -> record.process().isEmpty());
    return running;
  }

  /** Returns those that had to be killed. */
  private Set<ProcessRecord> end(Collection<ProcessRecord> records, Duration timeout) {
    records.forEach(record -> record.process().ifPresent(ProcessHandle::destroy));
    awaitEnd(records, timeout);
    Set<ProcessRecord> surviving = running(records);
    surviving.forEach(record -> record.process().ifPresent(ProcessHandle::destroyForcibly));
    awaitEnd(surviving, AFTER_KILL);
    for (ProcessRecord survivor : running(surviving)) {
      throw Problem.of(ExitCode.FAILED, survivor + " cannot be ended")
          .withLikely("it belongs to another user")
          .withFix("kill -9 " + survivor.pid(), "as that user")
          .toException();
    }
    return surviving;
  }

  private void awaitEnd(Collection<ProcessRecord> records, Duration limit) {
    ChildProcess.awaitEnd(
        records.stream().flatMap(record -> record.process().stream()), limit, clock);
  }
}
