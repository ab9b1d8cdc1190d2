package shippy.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.clock.Deadline;
import shippy.problem.ProblemText;

/**
 * A process of the demo, which writes into a file. Signals to one that has ended are harmless. Safe
 * for any thread.
 */
public final class ChildProcess {
  private static final int LAST_WORDS = 5;
  private static final Duration GONE = Duration.ofSeconds(10);

  private final String name;
  private final Process process;
  private final Path log;

  public ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  CompletableFuture<Process> ended() {
    return process.onExit();
  }

  /** Asks it to end in order: SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Ends it at once: SIGKILL. Returns when it is gone. */
  public void kill() {
    process.destroyForcibly();
    Deadline.within(GONE, ended(), Clock.system());
  }

  /** Freezes it: its connections stay open and silent. */
  public void pause() {
    signal("STOP");
  }

  /** Lets it go on. */
  public void resume() {
    signal("CONT");
  }

  /** The last lines it wrote, for a message. */
  public List<String> lastWords() {
    try {
      String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      List<String> lines = text.lines().map(ProblemText::clean).toList();
      return lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size());
    } catch (IOException e) {
      return List.of("its output cannot be read: " + e);
    }
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
