package shippy.run;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.clock.Deadline;
import shippy.platform.Platform;
import shippy.registry.RegistryException;

/**
 * Watches a run start: shows the first screen once others can find and reach every program, and a
 * message if something prevents that. A lookup may take seconds, so it has a thread of its own that
 * no exit waits for.
 */
final class StartupWatch {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(150);
  private static final Duration PAUSE_WHEN_LATE = Duration.ofSeconds(1);

  private final Platform platform;
  private final Client client;
  private final Readiness readiness;
  private final RunningPrograms running;
  private final RunMessages messages;
  private final Clock clock;
  private boolean registryLost;
  private boolean late;
  private volatile boolean over;
  private String told = "";

  /**
   * A watch that has not begun.
   *
   * @param platform used to look; closed at the end of the run
   */
  StartupWatch(Platform platform, RunningPrograms running, RunMessages messages) {
    this.platform = platform;
    this.client = Client.of(platform);
    this.readiness = new Readiness(platform.registry(), client::direct);
    this.running = running;
    this.messages = messages;
    this.clock = platform.clock();
  }

  /** Looks from outside, until the run has ended. */
  Readiness readiness() {
    return readiness;
  }

  /**
   * Starts watching, until all are there or the run has ended.
   *
   * @param screen what to show when all are there
   */
  void watchUntil(CompletableFuture<?> ended, Supplier<String> screen) {
    DaemonThreads.named("shippy-startup").newThread(() -> watch(ended, screen)).start();
  }

  /** Something failed: says what is missing, unless it said so before or all have been up. */
  synchronized void disturbed() {
    String missing = running.missing();
    if (!over && !missing.equals(told)) {
      told = missing;
      messages.say("not up yet: " + missing);
    }
  }

  private void watch(CompletableFuture<?> ended, Supplier<String> screen) {
    Supplier<Duration> waited = clock.stopwatch();
    try (platform;
        client) {
      while (!ended.isDone() && !hasStarted(screen)) {
        if (!late && waited.get().compareTo(LIMIT) > 0) {
          late = true;
          messages.say("after %d s not up: %s".formatted(LIMIT.toSeconds(), running.missing()));
        }
        Deadline.within(late ? PAUSE_WHEN_LATE : PAUSE, ended, clock);
      }
      ended.join();
    }
  }

  private boolean hasStarted(Supplier<String> screen) {
    try {
      running.seen(readiness.look(running.ids()));
      registryLost = false;
    } catch (RegistryException e) {
      if (!registryLost) {
        String where = platform.registry().location();
        messages.say("%s (%s); the services keep trying".formatted(e.problem().what(), where));
      }
      registryLost = true;
      return false;
    }
    over = running.complete();
    if (over) {
      messages.welcome(screen.get());
    }
    return over;
  }
}
