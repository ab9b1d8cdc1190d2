package shippy.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import shippy.clock.Clock;
import shippy.clock.Deadline;

/** Starts programs and reads what they print. */
public final class JavaLauncher implements Launcher {
  /** A grandchild that keeps the pipe open must not hide that the child is dead. */
  private static final Duration LAST_LINES = Duration.ofSeconds(1);

  private final List<String> flags;
  private final Lines lines;
  private final UnaryOperator<Program> copies;
  private final Clock clock;

  /** Where the output of programs goes. */
  public interface Lines {
    void out(Program program, String line) throws InterruptedException;

    void err(Program program, String line) throws InterruptedException;
  }

  /**
   * A launcher.
   *
   * @param flags given to every program
   * @param copies gives the program that is started in the place of another
   */
  public JavaLauncher(List<String> flags, Lines lines, UnaryOperator<Program> copies, Clock clock) {
    this.flags = List.copyOf(flags);
    this.lines = lines;
    this.copies = copies;
    this.clock = clock;
  }

  @Override
  public Child launch(Program program, String id, IntConsumer ended) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(copies.apply(program).command(flags));
    builder.environment().put("MICRO_SERVER_ID", id);
    Process process = builder.start();
    process.getOutputStream().close();
    CompletableFuture<Void> output =
        CompletableFuture.allOf(
            LineReader.start(process.getInputStream(), line -> lines.out(program, line)),
            LineReader.start(process.getErrorStream(), line -> lines.err(program, line)));
    Thread waiter = new Thread(() -> await(process, output, ended), "shippy-child");
    waiter.setDaemon(true);
    waiter.start();
    return new ChildProcess(program.name(), process);
  }

  private void await(Process process, CompletableFuture<Void> output, IntConsumer ended) {
    try {
      int status = process.waitFor();
      Deadline.within(LAST_LINES, output, clock);
      ended.accept(status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
