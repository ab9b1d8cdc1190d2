package shippy.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.clock.Deadline;

/** A started process. Signals to one that has ended are harmless. Safe for any thread. */
public final class ChildProcess implements Launcher.Child {
  private static final int LAST_LINES = 5;
  private static final Duration GONE = Duration.ofSeconds(10);

  private final String name;
  private final Process process;
  private final @Nullable Path log;

  /** A process whose input and output the caller handles. */
  public ChildProcess(String name, Process process) {
    this(name, process, null);
  }

  private ChildProcess(String name, Process process, @Nullable Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** Starts a process that has nothing to read. */
  public static ChildProcess start(String name, ProcessBuilder builder) throws IOException {
    return start(name, builder, null);
  }

  /** Starts a process that has nothing to read and appends its output to a file. */
  public static ChildProcess startLogging(String name, ProcessBuilder builder, Path log)
      throws IOException {
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return start(name, builder, log);
  }

  private static ChildProcess start(String name, ProcessBuilder builder, @Nullable Path log)
      throws IOException {
    Process process = builder.start();
    process.getOutputStream().close();
    return new ChildProcess(name, process, log);
  }

  public String name() {
    return name;
  }

  public Process process() {
    return process;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void terminate() {
    process.toHandle().destroy(); // Process.destroy closes the pipes and loses the last lines
  }

  /** Interrupts it as Ctrl-C does: SIGINT, to this process only. */
  public void interrupt() {
    signal("INT");
  }

  @Override
  public void kill() {
    process.toHandle().destroyForcibly();
  }

  /** Ends it at once (SIGKILL) and returns when it is gone, after 10 s at most. */
  public void killAndWait() {
    kill();
    awaitEnd(Stream.of(process.toHandle()), GONE, Clock.system());
  }

  /**
   * Asks it to end and kills it after the time limit; kills what it started. Returns when all are
   * gone, at most 10 s later.
   */
  public void stop(Duration limit) {
    List<ProcessHandle> descendants = process.descendants().toList();
    terminate();
    awaitEnd(Stream.of(process.toHandle()), limit, Clock.system());
    kill();
    descendants.forEach(ProcessHandle::destroyForcibly);
    Stream<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), descendants.stream());
    awaitEnd(all, GONE, Clock.system());
  }

  /** Freezes it: its connections stay open and silent. */
  public void pause() {
    signal("STOP");
  }

  /** Lets it go on. */
  public void resume() {
    signal("CONT");
  }

  /** The last lines that it wrote to its file, for a message; none if it has no file. */
  public List<String> lastLines() {
    return log == null ? List.of() : LogTail.of(log, LAST_LINES);
  }

  static void awaitEnd(Stream<ProcessHandle> processes, Duration limit, Clock clock) {
    CompletableFuture<?>[] ends =
        processes.map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    Deadline.within(limit, CompletableFuture.allOf(ends), clock);
  }

  /** The JDK knows SIGTERM and SIGKILL only. */
  private void signal(String signal) {
    if (!isAlive()) {
      return; // another process may have its number by now
    }
    try {
      Process kill =
          new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(signal, pid()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!kill.waitFor(GONE.toSeconds(), TimeUnit.SECONDS) || kill.exitValue() != 0) {
        LoggerFactory.getLogger(ChildProcess.class).warn("SIG{} did not reach {}", signal, name);
      }
    } catch (IOException e) {
      LoggerFactory.getLogger(ChildProcess.class)
          .warn("SIG{} cannot be sent to {}", signal, name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
