package shippy.console;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/**
 * Shows a result again whenever it changes, until the thread is interrupted or the reader leaves.
 * On a terminal a table is drawn over the last one; elsewhere each result is a document: a line of
 * JSON, or YAML after {@code ---} if that is the format. One thread.
 */
public final class Watching {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Invocation call;
  private final Clock clock;
  private Optional<String> shown = Optional.empty();
  private Optional<String> complaint = Optional.empty();

  public Watching(Invocation call, Clock clock) {
    this.call = requireNonNull(call, "call");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Looks once a second. A look that fails after one that did not is told of, once, and what was
   * seen last stays.
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
      if (call.io().outIsLeft()) {
        return ExitCode.OK;
      }
      pause();
    }
    return ExitCode.INTERRUPTED;
  }

  private void show(View view) {
    String now = JsonText.line(view::json);
    if (shown.equals(Optional.of(now)) && complaint.isEmpty()) {
      return;
    }
    complaint = Optional.empty();
    if (redraws()) {
      LiveScreen.draw(call.io(), view);
    } else if (!shown.equals(Optional.of(now))) {
      boolean yaml = call.output().format() == OutputFormat.YAML;
      call.io().out().print(yaml ? YamlText.nextDocument(view::json) : now + "\n");
      call.io().out().flush();
    }
    shown = Optional.of(now);
  }

  private void complain(RuntimeException e) {
    if (Thread.currentThread().isInterrupted()) {
      return; // that is why it failed
    }
    Problem problem = call.output().problem(e);
    if (shown.isEmpty() || problem.code() == ExitCode.INTERNAL) {
      throw e;
    }
    if (complaint.isEmpty()) {
      call.output().failure(problem.what(), problem);
    }
    complaint = Optional.of(problem.what());
  }

  private boolean redraws() {
    Io io = call.io();
    return call.output().format() == OutputFormat.TABLE
        && io.screen().outIsTerminal()
        && !io.env().getOrDefault("TERM", "").equals("dumb");
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
