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
  private final @Nullable WatchKeys keys;
  private @Nullable String shown;
  private boolean failing;

  public WatchLoop(Output output, Clock clock) {
    this(output, clock, null);
  }

  /** With keys, which {@link #redraws} must allow; without any if they are null. */
  private WatchLoop(Output output, Clock clock, @Nullable WatchKeys keys) {
    this.output = requireNonNull(output, "output");
    this.clock = requireNonNull(clock, "clock");
    this.keys = keys;
  }

  /** A loop on a terminal that {@link #redraws}, and its keys: they may change a view or quit. */
  public static WatchLoop with(WatchKeys keys, Output output, Clock clock) {
    return new WatchLoop(output, clock, requireNonNull(keys, "keys"));
  }

  /** Whether a table is drawn over the last one, so that there may be keys. */
  public static boolean redraws(Output output) {
    IoStreams io = output.io();
    return output.format() == OutputFormat.TABLE && io.screen().outIsTerminal() && !io.isDumb();
  }

  /**
   * Looks once a second. The first look that fails after a successful one is reported; the last
   * result stays.
   *
   * @return {@code INTERRUPTED}, or {@code OK} if the reader has left or a key has quit
   * @throws RuntimeException of the look if the first one fails
   */
  public ExitCode run(Supplier<View> look) {
    View last = null;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        last = look.get();
        show(last);
      } catch (RuntimeException e) {
        complain(e);
      }
      if (output.io().outIsLeft()) {
        return ExitCode.OK;
      }
      if (quits(last)) {
        return ExitCode.OK;
      }
    }
    return ExitCode.INTERRUPTED;
  }

  private void show(View view) {
    String now = JsonText.line(view::json);
    boolean same = now.equals(shown);
    if (redraws(output) && (failing || !same)) {
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

  /** Waits until the next look; draws the last view again after keys that change it. */
  private boolean quits(@Nullable View last) {
    if (keys == null) {
      pause();
      return false;
    }
    try {
      while (true) {
        switch (keys.await(INTERVAL)) {
          case NONE -> {
            return false;
          }
          case REDRAW -> {
            if (last != null) {
              LiveScreen.draw(output.io(), last);
            }
          }
          case QUIT -> {
            return true;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
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
