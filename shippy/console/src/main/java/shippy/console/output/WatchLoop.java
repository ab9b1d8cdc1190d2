package shippy.console.output;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;
import shippy.console.io.IoStreams;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/**
 * Shows a result again whenever it changes, until the thread is interrupted or the reader leaves.
 * On a terminal a table is drawn over the last one; elsewhere each result is a document: a line of
 * JSON, or YAML after {@code ---} if that is the format. One thread.
 */
public final class WatchLoop {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Output output;
  private final Clock clock;
  private @Nullable String shown;
  private boolean failing;

  public WatchLoop(Output output, Clock clock) {
    this.output = requireNonNull(output, "output");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Looks once a second. The first look that fails after a successful one is reported; the last
   * result stays.
   *
   * @return {@code INTERRUPTED}, or {@code OK} if the reader has left
   * @throws RuntimeException of the look if the first one fails
   */
  public ExitCode run(Supplier<View> look) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        show(look.get());
      } catch (RuntimeException e) {
        complain(e);
      }
      if (output.io().outIsLeft()) {
        return ExitCode.OK;
      }
      pause();
    }
    return ExitCode.INTERRUPTED;
  }

  private void show(View view) {
    String now = JsonText.line(view::json);
    boolean same = now.equals(shown);
    if (redraws() && (failing || !same)) {
      LiveScreen.draw(output.io(), view);
    } else if (!same) {
      boolean yaml = output.format() == OutputFormat.YAML;
      output.io().out().print(yaml ? YamlText.document(view::json, true) : now + "\n");
      output.io().out().flush();
    }
    failing = false;
    shown = now;
  }

  private void complain(RuntimeException e) {
    if (Thread.currentThread().isInterrupted()) {
      return; // that is why it failed
    }
    Problem problem = output.problem(e);
    if (shown == null || problem.code() == ExitCode.INTERNAL) {
      throw e;
    }
    if (!failing) {
      output.failure(problem.what(), problem);
    }
    failing = true;
  }

  private boolean redraws() {
    IoStreams io = output.io();
    return output.format() == OutputFormat.TABLE && io.screen().outIsTerminal() && !io.isDumb();
  }

  private void pause() {
    CountDownLatch over = new CountDownLatch(1);
    Clock.Timer timer = clock.schedule(INTERVAL, over::countDown);
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      timer.cancel();
    }
  }
}
