package shippy.testkit;

import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.process.CapturedOutput;
import shippy.process.ChildProcess;

/**
 * A running program: its output, signals to it, its end. Its output is read all the time and never
 * blocks it. Not thread-safe.
 */
public final class RunningCommand implements AutoCloseable {
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(1);
  private static final Set<RunningCommand> ALL = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> ALL.forEach(RunningCommand::killAll), "shippy-kill"));
  }

  private final String words;
  private final Supplier<Duration> stopwatch;
  private final Process process;
  private final CapturedOutput stdout;
  private final CapturedOutput stderr;
  // An ended process no longer knows its children, so they are noted before each signal.
  private final Set<ProcessHandle> children = ConcurrentHashMap.newKeySet();
  private Optional<Duration> took = Optional.empty();

  private RunningCommand(ProcessBuilder builder) throws IOException {
    words = String.join(" ", builder.command());
    stopwatch = Clock.system().stopwatch();
    process = builder.start();
    ALL.add(this);
    stdout = new CapturedOutput(process.getInputStream());
    stderr = new CapturedOutput(process.getErrorStream());
  }

  static RunningCommand start(ProcessBuilder builder, byte[] stdin) {
    try {
      RunningCommand running = new RunningCommand(builder);
      running.feed(stdin);
      return running;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + builder.command(), e);
    }
  }

  /** What it has printed to standard output so far. */
  public String stdout() {
    return stdout.text();
  }

  /** What it has printed to standard error so far. */
  public String stderr() {
    return stderr.text();
  }

  /** The number of the process. */
  public long pid() {
    return process.pid();
  }

  /** Whether it has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits until the expression is found in a complete line of standard output or error, even if
   * that was printed before.
   *
   * @return the first match, with its groups
   * @throws AssertionError with the output if it is not found in time or the program has ended
   */
  public MatchResult awaitLine(String regex, Duration limit) {
    Pattern pattern = Pattern.compile(regex);
    eventually(
        limit,
        () -> {
          if (process.isAlive() && find(pattern).isEmpty()) {
            throw new AssertionError("no line with \"%s\" in %s".formatted(regex, output()));
          }
        });
    stdoutAndStderrEnd();
    return find(pattern)
        .orElseThrow(
            () -> new AssertionError("ended without \"%s\": %s".formatted(regex, output())));
  }

  /** Asks it to end: SIGTERM. */
  public void terminate() {
    signal(ChildProcess::terminate);
  }

  /** Interrupts it as Ctrl-C does: SIGINT, to this process only. */
  public void interrupt() {
    signal(ChildProcess::interrupt);
  }

  /** Kills it: SIGKILL. What it started runs on until {@link #close}. */
  public void kill() {
    signal(ChildProcess::kill);
  }

  /**
   * Waits for its end.
   *
   * @return the exit code; 128 + n if signal n ended it
   * @throws AssertionError with its output if it does not end in time
   */
  public int exitCode(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running after %s: %s".formatted(limit, output()));
      }
    } catch (InterruptedException e) {
      throw Concurrently.interrupted(e);
    }
    took = took.or(() -> Optional.of(stopwatch.get()));
    stdoutAndStderrEnd();
    return process.exitValue();
  }

  Duration took() {
    return took.orElseGet(stopwatch);
  }

  /** Kills it and all that it started, if it still runs. */
  @Override
  public void close() {
    killAll();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    ALL.remove(this);
  }

  private void killAll() {
    noteChildren();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private void signal(Consumer<ChildProcess> signal) {
    noteChildren();
    signal.accept(new ChildProcess(words, process));
  }

  private void noteChildren() {
    process.descendants().forEach(children::add);
  }

  private Optional<MatchResult> find(Pattern pattern) {
    return stdout.find(pattern).or(() -> stderr.find(pattern));
  }

  /** After the end of the process its last output may still be in the pipe. */
  private void stdoutAndStderrEnd() {
    if (!process.isAlive()) {
      stdout.awaitEnd(LAST_OUTPUT);
      stderr.awaitEnd(LAST_OUTPUT);
    }
  }

  private String output() {
    return "%s%n--- stdout%n%s%n--- stderr%n%s".formatted(words, stdout(), stderr());
  }

  private void feed(byte[] stdin) {
    DaemonThreads.named("stdin of " + process.pid()).newThread(() -> write(stdin)).start();
  }

  private void write(byte[] stdin) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(stdin);
    } catch (IOException e) {
      // The program has ended, or closed its input, without reading everything, which is allowed.
    }
  }
}
