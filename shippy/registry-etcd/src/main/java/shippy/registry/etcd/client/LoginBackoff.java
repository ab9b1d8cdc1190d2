package shippy.registry.etcd.client;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Backoff;
import shippy.clock.Clock;
import shippy.problem.ProblemException;

/**
 * Delays a new login after etcd has refused one, because it costs etcd 70 ms of a core (bcrypt).
 * All callers get the last refusal meanwhile. Changed credentials are tried at once. Safe for any
 * thread.
 */
final class LoginBackoff {
  private static final Logger LOG = LoggerFactory.getLogger(LoginBackoff.class);
  private static final Duration FIRST = Duration.ofSeconds(1);

  /** With the jitter of 20 % no pause is longer than 30 s. */
  private static final Duration LAST = Duration.ofSeconds(25);

  private final Clock clock;
  private final Backoff backoff;
  private final Supplier<Optional<Credentials>> source;
  private Optional<Credentials> used;
  private @Nullable EtcdFailure refusal;
  private long next;

  /** Reads the source again after a refusal. */
  LoginBackoff(Clock clock, RandomGenerator random, Supplier<Optional<Credentials>> source) {
    this.clock = clock;
    this.backoff = new Backoff(FIRST, LAST, random);
    this.source = source;
    this.used = source.get();
  }

  /** The credentials to use. */
  synchronized Optional<Credentials> credentials() {
    return used;
  }

  /**
   * The last refusal, if it is too early for a new login; one caller after each pause gets none.
   */
  synchronized Optional<EtcdFailure> refusal() {
    EtcdFailure standing = refusal;
    if (standing == null || changed()) {
      return Optional.empty();
    }
    if (clock.nanoTime() - next < 0) {
      return Optional.of(standing);
    }
    next = clock.nanoTime() + backoff.next().toNanos();
    return Optional.empty();
  }

  /** Notes a refusal of these credentials; several calls may have used them. */
  synchronized void refused(Optional<Credentials> by, EtcdFailure failure) {
    if (!by.equals(used)) {
      return;
    }
    if (refusal == null) {
      next = clock.nanoTime() + backoff.next().toNanos();
    }
    refusal = failure;
  }

  /** After an answer. */
  synchronized void accepted() {
    if (refusal != null) {
      refusal = null;
      backoff.reset();
    }
  }

  private boolean changed() {
    try {
      Optional<Credentials> now = source.get();
      if (now.equals(used)) {
        return false;
      }
      used = now;
      accepted();
      return true;
    } catch (ProblemException e) {
      LOG.debug("credentials cannot be read just now", e);
      return false;
    }
  }
}
