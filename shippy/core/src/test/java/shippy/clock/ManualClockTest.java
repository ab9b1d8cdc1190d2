package shippy.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ManualClockTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final ManualClock clock = new ManualClock(NOON);
  private final List<String> ran = new ArrayList<>();

  @Test
  void time_stands_still_until_advanced() {
    Supplier<Duration> stopwatch = clock.stopwatch();
    assertThat(clock.now()).isEqualTo(NOON);
    clock.advance(Duration.ofHours(2));
    assertThat(clock.now()).isEqualTo(NOON.plusSeconds(7200));
    assertThat(stopwatch.get()).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void timers_run_in_order_of_time_then_of_scheduling() {
    schedule(3, "c");
    schedule(1, "a1");
    schedule(1, "a2");
    schedule(2, "b");
    assertThat(ran).isEmpty();
    clock.advance(Duration.ofSeconds(2));
    assertThat(ran).containsExactly("a1", "a2", "b");
    clock.advance(Duration.ofSeconds(1));
    assertThat(ran).endsWith("c");
  }

  @Test
  void timer_sees_its_own_time_and_may_schedule_another_within_the_advance() {
    List<Instant> times = new ArrayList<>();
    clock.schedule(
        Duration.ofSeconds(1),
        () -> {
          times.add(clock.now());
          clock.schedule(Duration.ofSeconds(1), () -> times.add(clock.now()));
        });
    clock.advance(Duration.ofSeconds(5));
    assertThat(times).containsExactly(NOON.plusSeconds(1), NOON.plusSeconds(2));
    assertThat(clock.now()).isEqualTo(NOON.plusSeconds(5));
  }

  @Test
  void an_advance_that_began_earlier_does_not_take_back_a_later_one() {
    clock.schedule(Duration.ofSeconds(1), () -> clock.advance(Duration.ofSeconds(2)));
    clock.advance(Duration.ofSeconds(1));
    assertThat(clock.now()).isEqualTo(NOON.plusSeconds(3));
  }

  @Test
  void cancelled_timer_never_runs_and_cancelling_late_is_harmless() {
    Clock.Timer cancelled = schedule(1, "cancelled");
    Clock.Timer late = schedule(1, "late");
    cancelled.cancel();
    clock.advance(Duration.ofSeconds(1));
    late.cancel();
    assertThat(ran).containsExactly("late");
  }

  @Test
  void timer_without_delay_waits_for_advance() {
    schedule(0, "now");
    assertThat(ran).isEmpty();
    clock.advance(Duration.ZERO);
    assertThat(ran).containsExactly("now");
  }

  private Clock.Timer schedule(int seconds, String name) {
    return clock.schedule(Duration.ofSeconds(seconds), () -> ran.add(name));
  }
}
