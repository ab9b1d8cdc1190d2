package shippy.client.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;
import shippy.clock.ManualClock;

class HedgeTimerTest {
  private static final Duration TICK = Duration.ofMillis(10);
  private static final Duration PATIENCE = Duration.ofMillis(50);

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final HedgeTimer timer = new HedgeTimer(clock);
  private final List<String> hedged = new ArrayList<>();

  private Clock.Timer schedule(String name) {
    return timer.schedule(PATIENCE, () -> hedged.add(name));
  }

  @Test
  void each_hedge_comes_when_its_call_has_waited_and_those_of_ended_calls_do_not() {
    schedule("first");
    clock.advance(TICK);
    Clock.Timer ended = schedule("ended");
    clock.advance(TICK);
    schedule("last");
    ended.cancel();

    clock.advance(PATIENCE.minus(TICK).minus(TICK));
    assertThat(hedged).containsExactly("first");
    clock.advance(TICK);
    assertThat(hedged).containsExactly("first");
    clock.advance(TICK);
    assertThat(hedged).containsExactly("first", "last");
  }

  @Test
  void hedge_that_waits_less_than_one_before_it_comes_first() {
    timer.schedule(PATIENCE.multipliedBy(20), () -> hedged.add("patient"));
    schedule("impatient");
    schedule("ended").cancel();
    clock.advance(PATIENCE);
    assertThat(hedged).containsExactly("impatient");
    clock.advance(PATIENCE.multipliedBy(19));
    assertThat(hedged).containsExactly("impatient", "patient");
  }

  @Test
  void hedges_come_after_a_time_without_calls() {
    schedule("first").cancel();
    clock.advance(PATIENCE.multipliedBy(3));
    schedule("second");
    clock.advance(PATIENCE);
    assertThat(hedged).containsExactly("second");
  }

  @Test
  void hedge_that_schedules_the_next_gets_it() {
    timer.schedule(PATIENCE, () -> schedule("next"));
    clock.advance(PATIENCE);
    clock.advance(PATIENCE);
    assertThat(hedged).containsExactly("next");
  }

  @Test
  void hedge_that_fails_keeps_no_other_from_coming() {
    timer.schedule(
        PATIENCE,
        () -> {
          throw new IllegalStateException("test");
        });
    schedule("other");
    assertThatThrownBy(() -> clock.advance(PATIENCE)).hasMessage("test");
    clock.advance(TICK);
    assertThat(hedged).containsExactly("other");
  }
}
