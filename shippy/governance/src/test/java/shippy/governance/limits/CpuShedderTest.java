package shippy.governance.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;

/** go-zero's rule, on a clock and a load of its own. */
class CpuShedderTest {
  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private double cpu;
  private int measurements;
  private final ManualClock ofLoad = new ManualClock(Instant.EPOCH);
  private final CpuLoad load = new CpuLoad(ofLoad, this::measured);
  private final CpuShedder shedder = new CpuShedder(0.8, load, clock);

  /** Four calls at a time of 100 ms each, for a second: ten buckets of four calls. */
  private void servedFourAtATime() {
    for (int i = 0; i < 10; i++) {
      begin(4);
      clock.advance(Duration.ofMillis(100));
      end(4);
    }
    clock.advance(Duration.ofMillis(100));
  }

  private int begin(int calls) {
    int begun = 0;
    for (int i = 0; i < calls; i++) {
      begun += shedder.begin().isEmpty() ? 1 : 0;
    }
    return begun;
  }

  private void end(int calls) {
    for (int i = 0; i < calls; i++) {
      shedder.end(100_000_000, true);
    }
  }

  /** So that the average of calls at a time is high. */
  private void manyAtATime() {
    begin(60);
    for (int i = 0; i < 50; i++) {
      shedder.end(100_000_000, false);
      shedder.begin();
    }
  }

  private OptionalDouble measured() {
    measurements++;
    return OptionalDouble.of(cpu);
  }

  private void busy(double now) {
    cpu = now;
    ofLoad.advance(Duration.ofMinutes(5));
  }

  @Test
  void load_is_smoothed_by_a_twentieth_each_quarter_of_a_second() {
    cpu = 1;
    ofLoad.advance(Duration.ofSeconds(5));
    assertThat(load.get()).isCloseTo(1 - Math.pow(0.95, 20), within(1e-9));
    for (int i = 0; i < 50; i++) {
      ofLoad.advance(Duration.ofMillis(100));
      assertThat(load.get()).isLessThan(1);
    }
    ofLoad.advance(Duration.ofMillis(250));
    assertThat(load.get()).isCloseTo(1 - Math.pow(0.95, 41), within(1e-9));
  }

  @Test
  void load_is_measured_only_for_calls_and_not_for_each() {
    ofLoad.advance(Duration.ofHours(1));
    assertThat(measurements).as("the beginning of the first").isEqualTo(1);
    begin(100);
    assertThat(measurements).isEqualTo(2);
  }

  @Test
  void nothing_is_refused_below_the_threshold() {
    busy(0.79);
    servedFourAtATime();
    manyAtATime();
    assertThat(begin(1_000)).isEqualTo(1_000);
  }

  @Test
  void busy_server_refuses_calls_beyond_what_it_served_well() {
    servedFourAtATime();
    manyAtATime();
    busy(0.81);
    assertThat(begin(100)).isZero();
    end(57);
    assertThat(begin(100)).as("95 % of four").isEqualTo(1);
    assertThat(shedder.begin().orElseThrow().status().getDescription())
        .isEqualTo(
            "5 calls at a time with processors busy to 81.0 % (expected: at most 4 from 80.0 % on"
                + " and 1 s after; try again in 1000 ms)");
  }

  @Test
  void refusal_from_the_least_load_on_says_that_one_call_at_a_time_passes() {
    CpuShedder wary = new CpuShedder(0.001, load, clock);
    busy(0.0504);
    assertThat(wary.begin()).isEmpty();
    wary.end(100_000_000, true);
    clock.advance(Duration.ofMillis(100));
    for (int i = 0; i < 10; i++) {
      assertThat(wary.begin()).as("the average is still low").isEmpty();
    }
    for (int i = 0; i < 9; i++) {
      wary.end(100_000_000, false);
    }
    assertThat(wary.begin().orElseThrow().status().getDescription())
        .startsWith(
            "2 calls at a time with processors busy to 5.0 % (expected: at most 1 from 0.1 % on");
    wary.end(100_000_000, false);
    assertThat(wary.begin()).isEmpty();
  }

  @Test
  void busier_server_refuses_more_but_serves_a_tenth() {
    servedFourAtATime();
    manyAtATime();
    busy(0.91);
    end(59);
    assertThat(begin(100)).as("45 % of four").isEqualTo(1);
    busy(1);
    end(2);
    assertThat(begin(100)).as("at least one").isEqualTo(1);
  }

  @Test
  void server_that_refused_stays_wary_for_a_second_after_its_load() {
    servedFourAtATime();
    manyAtATime();
    busy(0.81);
    assertThat(begin(1)).isZero();
    busy(0);
    clock.advance(Duration.ofMillis(999));
    assertThat(begin(1)).isZero();
    clock.advance(Duration.ofMillis(1));
    assertThat(begin(1)).isEqualTo(1);
  }

  @Test
  void a_burst_alone_is_not_refused() {
    servedFourAtATime();
    busy(0.9);
    assertThat(begin(50)).as("the average is still low").isEqualTo(50);
  }
}
