package shippy.service;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.service.RegistrationState.CONNECTED;
import static shippy.service.RegistrationState.LOST;
import static shippy.service.RegistrationState.SUSPENDED;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import shippy.clock.Backoff;
import shippy.clock.ManualClock;
import shippy.problem.ExitCode;
import shippy.registry.Node;
import shippy.simulation.SimulatedThread;

class RegistrationTest {
  private static final Duration TTL = Duration.ofSeconds(15);
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** The longest pause and its jitter. */
  private static final Duration BACK = Duration.ofMillis(2_400);

  private static final Node NODE = Node.of("s", "s-1", "h:1");
  private static final Node OTHER = Node.of("s", "s-2", "h:2");

  private RegistrationTimes times = new RegistrationTimes(TTL, INTERVAL);
  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final ScriptedRegistry registry = new ScriptedRegistry(clock);
  private final SimulatedThread worker = new SimulatedThread(clock);
  private final List<RegistrationState> states = new ArrayList<>();
  private final Registration registration =
      new Registration(
          NODE,
          registry,
          clock,
          () -> times,
          new Backoff(Registration.FIRST_PAUSE, Registration.LAST_PAUSE, new SplittableRandom(1)),
          worker,
          states::add);

  @BeforeEach
  void forget_the_start() {
    clock.advance(Duration.ofHours(1));
  }

  private void startAndBeSeen() {
    registration.start();
    registry.show(NODE);
    assertThat(registration.visible()).isCompleted();
    registry.renewals.clear();
  }

  @Test
  void it_renews_at_once_and_then_every_interval() {
    Duration start = Duration.ofHours(1);
    registration.start();
    clock.advance(INTERVAL.multipliedBy(2));
    assertThat(registry.renewals)
        .containsExactly(start, start.plus(INTERVAL), start.plus(INTERVAL.multipliedBy(2)));
    assertThat(states).containsExactly(CONNECTED);
  }

  @Test
  void new_interval_counts_from_the_next_renewal_on() {
    Duration start = Duration.ofHours(1);
    registration.start();
    times = new RegistrationTimes(TTL, SECOND);
    clock.advance(INTERVAL.plusSeconds(2));
    assertThat(registry.renewals)
        .containsExactly(
            start,
            start.plus(INTERVAL),
            start.plus(INTERVAL).plus(SECOND),
            start.plus(INTERVAL).plus(SECOND).plus(SECOND));
  }

  @Test
  void it_is_suspended_until_the_ttl_of_the_last_renewal_has_passed_and_lost_from_then_on() {
    startAndBeSeen();
    registry.fail();
    clock.advance(INTERVAL);
    assertThat(states).containsExactly(CONNECTED, SUSPENDED);
    clock.advance(TTL.minus(INTERVAL).minusNanos(1));
    assertThat(states).containsExactly(CONNECTED, SUSPENDED);
    clock.advance(BACK);
    assertThat(states).containsExactly(CONNECTED, SUSPENDED, LOST);
    clock.advance(Duration.ofMinutes(10));
    registry.work();
    clock.advance(BACK);
    assertThat(states).containsExactly(CONNECTED, SUSPENDED, LOST, CONNECTED);
  }

  @Test
  void short_failure_is_no_loss() {
    startAndBeSeen();
    registry.fail();
    clock.advance(INTERVAL);
    registry.work();
    clock.advance(SECOND);
    assertThat(states).containsExactly(CONNECTED, SUSPENDED, CONNECTED);
  }

  @Test
  void process_that_was_stopped_for_longer_than_the_ttl_knows_that_it_is_lost() {
    SimulatedThread stopped = new SimulatedThread(clock);
    Registration paused =
        new Registration(
            NODE,
            registry,
            clock,
            () -> times,
            new Backoff(SECOND, SECOND, new SplittableRandom(1)),
            stopped,
            states::add);
    paused.start();
    stopped.pause(true);
    registry.fail();
    clock.advance(TTL);
    stopped.pause(false);
    assertThat(states).containsExactly(CONNECTED, LOST);
  }

  @Test
  void registry_that_is_away_at_the_start_is_tried_until_it_answers() {
    registry.fail();
    registration.start();
    assertThat(states).containsExactly(LOST);
    clock.advance(Duration.ofMinutes(10));
    registry.work();
    clock.advance(BACK);
    assertThat(states).containsExactly(LOST, CONNECTED);
  }

  @Test
  void pauses_between_failures_stay_short_enough_to_be_back_within_three_seconds() {
    startAndBeSeen();
    registry.fail();
    clock.advance(Duration.ofHours(1));
    List<Duration> tried = registry.renewals;
    for (int i = 2; i < tried.size(); i++) {
      assertThat(tried.get(i).minus(tried.get(i - 1))).isLessThanOrEqualTo(BACK);
    }
    assertThat(tried).hasSizeBetween(1_400, 2_500);
  }

  @Test
  void node_that_its_own_watch_shows_absent_is_renewed_at_once() {
    startAndBeSeen();
    clock.advance(SECOND.multipliedBy(2));
    registry.show(OTHER);
    clock.advance(Duration.ZERO);
    assertThat(registry.renewals).containsExactly(Duration.ofHours(1).plusSeconds(2));
    clock.advance(INTERVAL);
    assertThat(registry.renewals).as("then every interval again").hasSize(2);
  }

  @Test
  void absence_that_is_shown_all_the_time_leads_to_one_renewal_a_second() {
    startAndBeSeen();
    for (int i = 0; i < 100; i++) {
      registry.show(i % 2 == 0 ? new Node[0] : new Node[] {OTHER});
      clock.advance(Duration.ofMillis(100));
    }
    assertThat(registry.renewals).hasSizeBetween(9, 10);
  }

  @Test
  void absence_before_it_was_ever_seen_is_no_news() {
    registration.start();
    registry.show();
    clock.advance(SECOND.multipliedBy(2));
    assertThat(registry.renewals).hasSize(1);
  }

  @Test
  void lost_node_is_renewed_as_soon_as_its_watch_hears_from_the_registry() {
    startAndBeSeen();
    registry.fail();
    clock.advance(Duration.ofMinutes(1));
    registry.showNothingKnown();
    registry.work();
    Duration last = registry.renewals.get(registry.renewals.size() - 1);
    registry.show(OTHER);
    Duration wait = last.plus(SECOND).minusNanos(clock.nanoTime());
    clock.advance(wait.isNegative() ? Duration.ZERO : wait);
    assertThat(states).endsWith(CONNECTED);
  }

  @Test
  void wrong_credentials_at_the_start_end_it() {
    registry.failWith(ScriptedRegistry.failure(ExitCode.CONFIG));
    registration.start();
    clock.advance(Duration.ofMinutes(1));
    assertThat(registration.visible()).isCompletedExceptionally();
    assertThat(registry.renewals).hasSize(1);
    assertThat(states).isEmpty();
  }

  @Test
  void wrong_credentials_later_do_not_end_it() {
    startAndBeSeen();
    registry.failWith(ScriptedRegistry.failure(ExitCode.CONFIG));
    clock.advance(Duration.ofMinutes(1));
    registry.work();
    clock.advance(BACK);
    assertThat(states).containsExactly(CONNECTED, SUSPENDED, LOST, CONNECTED);
  }

  @Test
  void defect_of_the_registry_does_not_end_it() {
    startAndBeSeen();
    registry.failWith(new IllegalStateException("a defect on purpose"));
    clock.advance(INTERVAL);
    registry.work();
    clock.advance(BACK);
    assertThat(states).containsExactly(CONNECTED, SUSPENDED, CONNECTED);
  }

  @Test
  void closing_deregisters_and_ends_the_renewals() {
    startAndBeSeen();
    registration.close();
    registration.close();
    registry.show();
    clock.advance(Duration.ofMinutes(1));
    assertThat(registry.deregistered).containsExactly(NODE);
    assertThat(registry.renewals).isEmpty();
  }

  static Stream<RuntimeException> failures() {
    return Stream.of(
        ScriptedRegistry.failure(ExitCode.UNAVAILABLE),
        ScriptedRegistry.failure(ExitCode.CONFIG),
        new IllegalStateException("registry is closed"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void closing_while_the_registry_fails_and_without_a_start_is_harmless(RuntimeException failure) {
    registry.failWith(failure);
    registration.close();
    assertThat(registry.deregistered).isEmpty();
    assertThat(registry.renewals).isEmpty();
  }

  @Test
  void what_still_waits_for_the_registry_when_the_limit_is_over_is_dropped() {
    startAndBeSeen();
    worker.pause(true);
    registration.close();
    worker.pause(false);
    assertThat(registry.deregistered).isEmpty();
  }

  @Test
  void registry_that_takes_no_registrations_is_neither_asked_nor_awaited() {
    registry.takesRegistrations = false;
    registration.start();
    assertThat(registration.visible()).isCompleted();
    clock.advance(Duration.ofMinutes(1));
    registration.close();
    assertThat(states).containsExactly(CONNECTED);
    assertThat(registry.renewals).isEmpty();
    assertThat(registry.deregistered).isEmpty();
  }
}
