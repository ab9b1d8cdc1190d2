package shippy.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.clock.Deadline;

/** Starts programs and reads what they print. */
public final class JavaLauncher implements Launcher {
  /** The time for the last lines after the end: a grandchild may keep the pipe open. */
  private static final Duration LAST_LINES = Duration.ofSeconds(1);

  private static final String TAB = "    "; // in stack traces

  private final List<String> flags;
  private final Lines lines;
  private final UnaryOperator<Program> copies;
  private final ControlGroups groups;
  private final Clock clock;

  /** Where the output of programs goes. */
  public interface Lines {
    void out(Program program, String line) throws InterruptedException;

    void err(Program program, String line) throws InterruptedException;
  }

  /** A launcher of programs without limits. */
  public JavaLauncher(List<String> flags, Lines lines, UnaryOperator<Program> copies, Clock clock) {
    this(flags, lines, copies, ControlGroups.NONE, clock);
  }

  /**
   * A launcher.
   *
   * @param flags for every program
   * @param copies replaces each program by the one to start
   * @param groups for the limits of programs
   */
  public JavaLauncher(
      List<String> flags,
      Lines lines,
      UnaryOperator<Program> copies,
      ControlGroups groups,
      Clock clock) {
    this.flags = List.copyOf(flags);
    this.lines = lines;
    this.copies = copies;
    this.groups = groups;
    this.clock = clock;
  }

  @Override
  public Child launch(Program program, String id, Consumer<Exit> ended) throws IOException {
    ControlGroup group = groups.create(program.name() + "-" + id, program.limits());
    ProcessBuilder builder =
        new ProcessBuilder(group.command(copies.apply(program).command(flags)));
    builder.environment().put("MICRO_SERVER_ID", id);
    ChildProcess child = ChildProcess.start(program.name(), builder);
    Process process = child.process();
    CompletableFuture<Void> output =
        CompletableFuture.allOf(
            OutputReader.lines(process.getInputStream(), TAB, line -> lines.out(program, line)),
            OutputReader.lines(process.getErrorStream(), TAB, line -> lines.err(program, line)));
    DaemonThreads.named("shippy-child")
        .newThread(() -> await(process, output, group, ended))
        .start();
    return child;
  }

  private void await(
      Process process, CompletableFuture<Void> output, ControlGroup group, Consumer<Exit> ended) {
    try {
      int status = process.waitFor();
      Deadline.within(LAST_LINES, output, clock);
      ended.accept(group.ended(status));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
