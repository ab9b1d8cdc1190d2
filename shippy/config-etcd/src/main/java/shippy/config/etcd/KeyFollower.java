package shippy.config.etcd;

import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Backoff;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.config.etcd.ConfigCentre.Found;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.registry.etcd.format.EtcdKeys;

/**
 * Follows a key, or all keys below one, whatever happens to etcd. Reads it after each event of a
 * watch and every few seconds in any case, because an etcd that has lost its data has no events to
 * send to a watch from an old revision. Reads at most 20 times a second.
 */
final class KeyFollower implements ConfigCentre.Watch {
  private static final Logger LOG = LoggerFactory.getLogger(KeyFollower.class);

  /** Events that follow each other closely are read once. */
  private static final Duration GATHERING = Duration.ofMillis(50);

  private static final Duration CHECK = Duration.ofSeconds(3);
  private static final Duration SOUND_AGE = Duration.ofSeconds(1);
  private static final int TOLERATED_FAILURES = 1;
  private static final Duration TOLERATED_SILENCE = Duration.ofSeconds(2);

  private final ConfigCentre centre;
  private final ConfigKey key;
  private final Clock clock;
  private final ConfigCentre.Listener listener;
  private final ExecutorService thread = DaemonThreads.single("shippy-config");
  private final Backoff backoff = Backoff.between(Duration.ofMillis(250), Duration.ofSeconds(2));
  private Clock.Timer timer = () -> {};
  private Optional<Found> last = Optional.empty();
  private Optional<String> failing = Optional.empty();
  private int failures;
  private Supplier<Duration> silence;
  private boolean reading;
  private boolean gathering;
  private boolean again;
  private @Nullable ActiveWatch active;
  private volatile boolean closed;

  KeyFollower(ConfigCentre centre, ConfigKey key, Clock clock, ConfigCentre.Listener listener) {
    this.centre = centre;
    this.key = key;
    this.clock = clock;
    this.listener = listener;
    this.silence = clock.stopwatch();
  }

  /**
   * Begins. Call it once.
   *
   * @param known what was found before, and is not told again
   * @param failure why nothing was found before, which is not told again
   */
  void start(Optional<Found> known, Optional<Problem> failure) {
    thread.execute(
        () -> {
          last = known;
          failing = failure.map(Problem::what);
          read();
        });
  }

  private void read() {
    gathering = false;
    if (closed || reading) {
      again = reading;
      return;
    }
    reading = true;
    again = false;
    if (failures == 0) {
      silence = clock.stopwatch();
    }
    CompletableFuture<Found> unused =
        find().whenComplete((found, error) -> thread.execute(() -> accept(found, error)));
  }

  private CompletableFuture<Found> find() {
    try {
      return centre.find(key);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e); // closed meanwhile
    }
  }

  private void accept(@Nullable Found found, @Nullable Throwable error) {
    reading = false;
    if (closed) {
      return;
    }
    if (found == null) {
      readAfter(backoff.next());
      failed(problem(error));
      return;
    }
    if (last.filter(known -> known.revision() > found.revision()).isPresent()) {
      stopWatch(); // a new etcd, or an older copy of its data
    }
    if (active == null) {
      active = new ActiveWatch(found.revision());
      active.open();
    }
    readAfter(again ? GATHERING : CHECK);
    changed(found);
  }

  private void changed(Found found) {
    boolean changed =
        failing.isPresent()
            || last.filter(known -> known.entries().equals(found.entries())).isEmpty();
    last = Optional.of(found);
    failures = 0;
    failing = Optional.empty();
    if (changed) {
      tell(() -> listener.changed(found.entries()));
    }
  }

  private void failed(Problem problem) {
    failures++;
    boolean lasting =
        failures > TOLERATED_FAILURES || silence.get().compareTo(TOLERATED_SILENCE) > 0;
    if (lasting && !failing.equals(Optional.of(problem.what()))) {
      failing = Optional.of(problem.what());
      tell(() -> listener.failed(problem));
    }
  }

  private void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("Configuration: a change of {} has no effect", key, e);
    }
  }

  private static Problem problem(@Nullable Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProblemException known) {
        return known.problem();
      }
    }
    return Problem.of(ExitCode.INTERNAL, "cannot read the config centre: " + error);
  }

  /** After an event, unless its reading is due already. */
  private void gather() {
    if (!gathering) {
      readAfter(GATHERING);
      gathering = true;
    }
  }

  private void readAfter(Duration delay) {
    if (!gathering) {
      timer.cancel();
      timer = clock.schedule(delay, () -> thread.execute(this::read));
    }
  }

  private void stopWatch() {
    if (active != null) {
      active.close();
      active = null;
    }
  }

  /** Ends without waiting; the listener is not called any more, except by a call under way. */
  @Override
  public void close() {
    closed = true;
    thread.execute(
        () -> {
          timer.cancel();
          stopWatch();
        });
    thread.shutdown();
  }

  /** One watch on etcd. The first error ends it, because jetcd resumes only some watches. */
  private final class ActiveWatch implements Watch.Listener {
    private final long revision;
    private final Supplier<Duration> age = clock.stopwatch();
    private Watch.@Nullable Watcher watcher;

    ActiveWatch(long revision) {
      this.revision = revision;
    }

    void open() {
      WatchOption.Builder option =
          WatchOption.builder()
              .withRevision(revision + 1)
              .withRequireLeader(true)
              .withCreateNotify(true);
      if (key.isTree()) {
        option.withRange(EtcdKeys.end(key.text()));
      }
      try {
        Watch watches = centre.jetcd().getWatchClient();
        watcher = watches.watch(EtcdKeys.bytes(key.text()), option.build(), this);
      } catch (RuntimeException e) {
        onError(e); // another thread may be replacing the client
      }
    }

    /** An etcd that has not come as far as the reading has lost its data. */
    @Override
    public void onNext(WatchResponse response) {
      if (response.getHeader().getRevision() < revision) {
        onCompleted();
      } else if (!response.getEvents().isEmpty()) {
        thread.execute(KeyFollower.this::gather);
      }
    }

    @Override
    public void onError(Throwable error) {
      onCompleted();
    }

    @Override
    public void onCompleted() {
      thread.execute(this::ended);
    }

    private void ended() {
      if (active != this || closed) {
        return;
      }
      stopWatch();
      if (age.get().compareTo(SOUND_AGE) > 0) {
        backoff.reset();
        gather();
      } else {
        readAfter(backoff.next());
      }
    }

    void close() {
      if (watcher != null) {
        watcher.close();
      }
    }
  }
}
