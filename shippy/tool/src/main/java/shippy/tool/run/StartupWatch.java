package shippy.tool.run;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.clock.Deadline;
import shippy.platform.Platform;
import shippy.registry.RegistryException;

/**
 * Watches a run come up: the first screen once others can find and reach every program, a message
 * as soon as something is in the way. A lookup may take seconds, so it has a thread of its own that
 * no exit waits for.
 */
final class StartupWatch {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(150);
  private static final Duration PAUSE_WHEN_LATE = Duration.ofSeconds(1);

  private final Platform platform;
  private final RunningPrograms roster;
  private final RunMessages narrator;
  private final Supplier<String> screen;
  private final Clock clock;
  private boolean registryLost;
  private boolean late;
  private volatile boolean over;
  private String told = "";

  /**
   * An arrival to be watched.
   *
   * @param platform used to look, closed at the end of the watch
   * @param screen what to show when all are there
   */
  StartupWatch(
      Platform platform, RunningPrograms roster, RunMessages narrator, Supplier<String> screen) {
    this.platform = platform;
    this.roster = roster;
    this.narrator = narrator;
    this.screen = screen;
    this.clock = platform.clock();
  }

  /** Starts watching, until all are there or the run has ended. */
  void watchUntil(CompletableFuture<?> ended) {
    Thread thread = new Thread(() -> watch(ended), "shippy-arrival");
    thread.setDaemon(true);
    thread.start();
  }

  /** Something failed: says what is missing, unless that was said or all were there once. */
  synchronized void disturbed() {
    String missing = roster.missing();
    if (!over && !missing.equals(told)) {
      told = missing;
      narrator.say("not up yet: " + missing);
    }
  }

  private void watch(CompletableFuture<?> ended) {
    Supplier<Duration> waited = clock.stopwatch();
    try (platform;
        Client client = Client.of(platform)) {
      Readiness readiness = new Readiness(platform.registry(), client::direct);
      while (!ended.isDone() && !arrived(readiness)) {
        if (!late && waited.get().compareTo(LIMIT) > 0) {
          late = true;
          narrator.say("after %d s not up: %s".formatted(LIMIT.toSeconds(), roster.missing()));
          narrator.flow();
        }
        Deadline.within(late ? PAUSE_WHEN_LATE : PAUSE, ended, clock);
      }
    }
  }

  private boolean arrived(Readiness readiness) {
    try {
      roster.seen(readiness.look(roster.ids()));
      registryLost = false;
    } catch (RegistryException e) {
      if (!registryLost) {
        String where = platform.registry().location();
        narrator.say("%s (%s); the services keep trying".formatted(e.problem().what(), where));
        narrator.flow();
      }
      registryLost = true;
      return false;
    }
    over = roster.complete();
    if (over) {
      narrator.welcome(screen.get());
    }
    return over;
  }
}
