package shippy.process;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process as it was when it was recorded. The instant of its start distinguishes it from a later
 * process with the same number.
 *
 * @param name of its program, without blanks
 */
public record ProcessRecord(String name, long pid, Instant start) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18}) (\\d{1,18}) (\\S+)");

  /** Linux computes the start from the time of boot, which changes when the clock is set. */
  private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

  public ProcessRecord {
    requireNonNull(name, "name");
    requireNonNull(start, "start");
  }

  /** The record of a running process; empty if it is gone or cannot be seen. */
  static Optional<ProcessRecord> of(String name, long pid) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().startInstant())
        .map(start -> new ProcessRecord(name.replaceAll("\\s", "_"), pid, start));
  }

  /** Reads a {@link #line}; empty for anything else. */
  public static Optional<ProcessRecord> parse(String line) {
    Matcher m = FORM.matcher(line);
    return m.matches()
        ? Optional.of(
            new ProcessRecord(
                m.group(3),
                Long.parseLong(m.group(1)),
                Instant.ofEpochMilli(Long.parseLong(m.group(2)))))
        : Optional.empty();
  }

  String line() {
    return "%d %d %s".formatted(pid, start.toEpochMilli(), name);
  }

  /** The process, if it still runs and is the one that was recorded. */
  public Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(handle -> handle.info().startInstant().filter(this::isStart).isPresent());
  }

  /** Whether it is the run or demo that starts and ends the others of its file. */
  boolean isLeader() {
    return name.equals(RunFile.RUN) || name.equals(RunFile.DEMO);
  }

  @Override
  public String toString() {
    return "%s (pid %d)".formatted(name, pid);
  }

  private boolean isStart(Instant other) {
    return Duration.between(start, other).abs().compareTo(CLOCK_SLACK) <= 0;
  }
}
