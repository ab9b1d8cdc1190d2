package shippy.registry.etcd.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/** How often a login is asked for while etcd refuses it. */
class LoginBackoffTest {
  private static final Duration TICK = Duration.ofMillis(50);
  private final EtcdFailure refusal =
      new EtcdFailure(List.of(FailedAttempt.of(new TimeoutException("stands for a refusal"))));
  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private Optional<Credentials> file = Optional.of(new Credentials("shippy", "old"));
  private boolean readable = true;
  private final LoginBackoff login = login(1);

  private LoginBackoff login(long seed) {
    return new LoginBackoff(clock, new SplittableRandom(seed), this::read);
  }

  private Optional<Credentials> read() {
    if (!readable) {
      throw Problem.of(ExitCode.CONFIG, "no such file").toException();
    }
    return file;
  }

  /** Twenty loops that ask every 50 ms; the times of their logins. */
  private List<Duration> logins(LoginBackoff backoff, Duration time) {
    List<Duration> asked = new ArrayList<>();
    long start = clock.nanoTime();
    while (clock.nanoTime() - start < time.toNanos()) {
      for (int i = 0; i < 20; i++) {
        if (backoff.refusal().isEmpty()) {
          asked.add(Duration.ofNanos(clock.nanoTime() - start));
          backoff.refused(backoff.credentials(), refusal);
        }
      }
      clock.advance(TICK);
    }
    return asked;
  }

  @Test
  void pauses_grow_to_half_a_minute_however_many_ask() {
    List<Duration> asked = logins(login, Duration.ofMinutes(10));
    List<Duration> pauses = new ArrayList<>();
    for (int i = 1; i < asked.size(); i++) {
      pauses.add(asked.get(i).minus(asked.get(i - 1)));
    }
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(800), Duration.ofMillis(1_250));
    assertThat(pauses).hasSizeBetween(24, 38);
    assertThat(pauses.subList(10, pauses.size()))
        .allSatisfy(
            pause -> assertThat(pause).isBetween(Duration.ofSeconds(20), Duration.ofMillis(30_050)))
        .doesNotHaveDuplicates();
  }

  @Test
  void processes_do_not_ask_at_the_same_moments() {
    List<Duration> one = logins(login(1), Duration.ofMinutes(2));
    List<Duration> other = logins(login(2), Duration.ofMinutes(2));
    assertThat(one.subList(3, one.size())).doesNotContainAnyElementsOf(other);
  }

  @Test
  void changed_credentials_are_tried_at_once() {
    logins(login, Duration.ofMinutes(3));
    assertThat(login.refusal()).contains(refusal);
    file = Optional.of(new Credentials("shippy", "new"));
    assertThat(login.refusal()).isEmpty();
    assertThat(login.credentials()).isEqualTo(file);
  }

  @Test
  void refusal_of_the_old_ones_that_comes_late_does_not_stop_the_new_ones() {
    Optional<Credentials> old = login.credentials();
    login.refused(old, refusal);
    file = Optional.of(new Credentials("shippy", "new"));
    assertThat(login.refusal()).isEmpty();
    login.refused(old, refusal);
    assertThat(login.refusal()).isEmpty();
  }

  @Test
  void file_that_is_just_being_replaced_changes_nothing() {
    login.refused(login.credentials(), refusal);
    readable = false;
    assertThat(login.refusal()).contains(refusal);
    assertThat(login.credentials()).isEqualTo(file);
  }

  @Test
  void answer_ends_it() {
    logins(login, Duration.ofMinutes(3));
    login.accepted();
    assertThat(login.refusal()).isEmpty();
    assertThat(login.refusal()).isEmpty();
    login.refused(login.credentials(), refusal);
    clock.advance(Duration.ofMillis(1_250));
    assertThat(login.refusal()).isEmpty();
  }
}
