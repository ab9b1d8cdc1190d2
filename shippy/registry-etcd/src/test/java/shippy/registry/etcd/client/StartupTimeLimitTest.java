package shippy.registry.etcd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;

/** A program that needs long to get ready, before an etcd that answers at once or never. */
class StartupTimeLimitTest {
  private static final Duration LIMIT = Duration.ofSeconds(4);
  private static final Duration SHARE = Duration.ofSeconds(2);

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final CompletableFuture<String> answer = new CompletableFuture<>();
  private boolean alive = true;
  private int probes;
  private final StartupTimeLimit startup =
      new StartupTimeLimit(
          clock,
          Runnable::run,
          () -> {
            probes++;
            return alive;
          });

  @Test
  void time_does_not_count_while_etcd_answers_a_probe() {
    startup.bound(answer, LIMIT, SHARE, clock.nanoTime());
    clock.advance(Duration.ofSeconds(40));
    assertThat(answer).isNotDone();
    startup.end();
    assertThat(startup.left(LIMIT, 0)).isEqualTo(LIMIT);
    assertThat(startup.left(LIMIT, clock.nanoTime() - 1)).isEqualTo(LIMIT);
  }

  @Test
  void etcd_that_is_silent_is_told_within_the_limit() {
    alive = false;
    startup.bound(answer, LIMIT, SHARE, clock.nanoTime());
    clock.advance(LIMIT.minus(Http2Probe.LIMIT).minusMillis(1));
    assertThat(probes).isZero();
    clock.advance(Duration.ofMillis(1));
    assertTimedOut();
    assertThat(probes).isEqualTo(1);
  }

  @Test
  void etcd_that_falls_silent_meanwhile_is_told_with_the_next_probe() {
    startup.bound(answer, LIMIT, SHARE, clock.nanoTime());
    clock.advance(Duration.ofSeconds(20));
    alive = false;
    clock.advance(Duration.ofSeconds(1));
    assertTimedOut();
  }

  @Test
  void request_that_has_left_is_waited_for_as_long_as_any_other() {
    startup.bound(answer, LIMIT, SHARE, clock.nanoTime());
    clock.advance(Duration.ofSeconds(10));
    startup.end();
    clock.advance(SHARE.minusMillis(1));
    assertThat(answer).isNotDone();
    clock.advance(Duration.ofMillis(501));
    assertTimedOut();
  }

  @Test
  void program_that_never_gets_ready_ends_after_a_minute() {
    startup.bound(answer, LIMIT, SHARE, clock.nanoTime());
    clock.advance(StartupTimeLimit.LIMIT);
    assertThat(answer).isNotDone();
    clock.advance(Duration.ofSeconds(1));
    assertTimedOut();
  }

  @Test
  void limit_that_leaves_no_time_for_a_probe_is_kept() {
    Duration limit = Duration.ofMillis(400);
    startup.bound(answer, limit, limit, clock.nanoTime());
    clock.advance(limit.minusMillis(1));
    assertThat(answer).isNotDone();
    clock.advance(Duration.ofMillis(1));
    assertTimedOut();
    assertThat(probes).isZero();
  }

  @Test
  void answer_ends_the_looking() {
    startup.bound(answer, LIMIT, SHARE, clock.nanoTime());
    answer.complete("here");
    clock.advance(Duration.ofSeconds(10));
    assertThat(probes).isZero();
  }

  private void assertTimedOut() {
    assertThat(answer).isCompletedExceptionally();
    assertThatThrownBy(answer::join).hasCauseInstanceOf(TimeoutException.class);
  }
}
