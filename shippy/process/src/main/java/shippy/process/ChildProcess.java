package shippy.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.clock.Deadline;

/** A started process. Signals to one that has ended are harmless. Safe for any thread. */
public final class ChildProcess implements Launcher.Child {
  private static final int LAST_WORDS = 5;
  private static final Duration GONE = Duration.ofSeconds(10);

  private final String name;
  private final Process process;
  private final @Nullable Path log;

  /** A process whose output is read by who started it. */
  public ChildProcess(String name, Process process) {
    this(name, process, null);
  }

  /** A process that writes into a file. */
  public ChildProcess(String name, Process process, @Nullable Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  public String name() {
    return name;
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
    process.toHandle().destroy(); // Process.destroy closes the pipes too: last words would be lost
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
    Deadline.within(GONE, process.onExit(), Clock.system());
  }

  /** Freezes it: its connections stay open and silent. */
  public void pause() {
    signal("STOP");
  }

  /** Lets it go on. */
  public void resume() {
    signal("CONT");
  }

  /** The last lines it wrote into its file, for a message; none if it has no file. */
  public List<String> lastWords() {
    return log == null ? List.of() : LogTail.of(log, LAST_WORDS);
  }

  /** The JDK knows SIGTERM and SIGKILL only. */
  private void signal(String signal) {
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
