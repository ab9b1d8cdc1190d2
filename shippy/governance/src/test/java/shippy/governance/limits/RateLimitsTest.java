package shippy.governance.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;
import shippy.config.TrafficSettings.RateLimit;

class RateLimitsTest {
  private static final String FIND = "vessel.VesselService/FindAvailable";
  private static final String CREATE = "vessel.VesselService/Create";

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final RateLimits limits = new RateLimits(clock);

  private static RateLimit rate(double perSecond, int burst) {
    return new RateLimit(perSecond, burst);
  }

  /** How many of so many calls at once pass. */
  private int passed(int calls, String method, String caller) {
    int passed = 0;
    for (int i = 0; i < calls; i++) {
      passed += limits.take(method, () -> caller, Optional::empty).isEmpty() ? 1 : 0;
    }
    return passed;
  }

  private Refusal refused(String method, String caller) {
    return limits.take(method, () -> caller, Optional::empty).orElseThrow();
  }

  @Test
  void all_calls_share_one_bucket() {
    limits.update(Optional.of(rate(100, 20)), Map.of());
    assertThat(passed(15, FIND, "a")).isEqualTo(15);
    assertThat(passed(15, CREATE, "b")).isEqualTo(5);
    clock.advance(Duration.ofMillis(30));
    assertThat(passed(15, CREATE, "b")).isEqualTo(3);
    assertThat(refused(FIND, "a").status().getDescription())
        .isEqualTo("too many calls (expected: at most 100/s in bursts of 20; try again in 10 ms)");
  }

  @Test
  void longest_name_that_a_method_ends_with_has_its_limit() {
    limits.update(
        Optional.empty(),
        Map.of(
            "VesselService.FindAvailable", rate(9, 9),
            "vessel.VesselService.FindAvailable", rate(2, 2)));
    assertThat(passed(5, FIND, "")).isEqualTo(2);
    assertThat(passed(20, "other.VesselService/FindAvailable", "")).isEqualTo(9);
    assertThat(passed(20, CREATE, "")).isEqualTo(20);
    assertThat(refused(FIND, "").status().getDescription())
        .startsWith(
            "too many calls of vessel.VesselService.FindAvailable (expected: at most 2/s in");
  }

  @Test
  void each_caller_has_a_bucket_and_a_named_one_its_own() {
    limits.update(
        Optional.empty(),
        Map.of("caller", rate(3, 3), "caller.shippy.service.consignment", rate(5, 5)));
    assertThat(passed(9, FIND, "a")).isEqualTo(3);
    assertThat(passed(9, FIND, "b")).isEqualTo(3);
    assertThat(passed(9, FIND, "shippy.service.consignment")).isEqualTo(5);
    assertThat(refused(FIND, "a"))
        .returns(Refusal.Reason.CALLER, Refusal::reason)
        .returns("calls of single callers", Refusal::subject)
        .returns("too many calls of a", Refusal::what);
  }

  @Test
  void name_of_a_caller_is_not_that_of_a_method() {
    limits.update(Optional.empty(), Map.of("caller.Service.Method", rate(1, 1)));
    assertThat(passed(9, "caller.Service/Method", "x")).isEqualTo(9);
    assertThat(passed(9, FIND, "Service.Method")).isEqualTo(1);
  }

  @Test
  void call_that_one_bucket_refuses_takes_a_token_of_none() {
    limits.update(
        Optional.of(rate(1, 4)),
        Map.of("VesselService.FindAvailable", rate(1, 2), "caller", rate(1, 1)));
    assertThat(passed(50, FIND, "a")).isEqualTo(1);
    assertThat(passed(50, FIND, "b")).isEqualTo(1);
    assertThat(passed(50, FIND, "c")).isZero();
    assertThat(passed(50, CREATE, "c")).isEqualTo(1);
    assertThat(passed(50, CREATE, "d")).isEqualTo(1);
    assertThat(passed(50, CREATE, "e")).isZero();
  }

  @Test
  void refusal_tells_the_limit_that_lets_the_call_through_last() {
    limits.update(Optional.of(rate(1, 1)), Map.of("VesselService.FindAvailable", rate(0.5, 1)));
    assertThat(passed(1, FIND, "")).isEqualTo(1);
    assertThat(refused(FIND, ""))
        .returns(Duration.ofSeconds(2), Refusal::retry)
        .returns("at most 0.5/s in bursts of 1", Refusal::expected);
    clock.advance(Duration.ofSeconds(2));
    assertThat(passed(5, FIND, "")).isEqualTo(1);
  }

  @Test
  void change_keeps_the_buckets_whose_limit_stays() {
    limits.update(
        Optional.of(rate(1, 9)),
        Map.of("VesselService.FindAvailable", rate(1, 2), "caller", rate(1, 8)));
    assertThat(passed(9, FIND, "a")).isEqualTo(2);
    limits.update(
        Optional.of(rate(1, 9)),
        Map.of("VesselService.FindAvailable", rate(1, 3), "caller", rate(1, 8)));
    assertThat(passed(9, FIND, "a")).isEqualTo(3);
    assertThat(passed(9, CREATE, "a")).as("of 8 for the caller").isEqualTo(3);
    assertThat(passed(9, CREATE, "b")).as("of 9 for all").isEqualTo(1);
    limits.update(Optional.empty(), Map.of());
    assertThat(passed(99, FIND, "a")).isEqualTo(99);
    limits.update(Optional.of(rate(1, 9)), Map.of());
    assertThat(passed(99, FIND, "a")).isEqualTo(9);
  }

  @Test
  void of_too_many_callers_the_one_that_has_not_called_for_longest_begins_anew() {
    limits.update(Optional.empty(), Map.of("caller", rate(1, 2)));
    for (int i = 0; i < RateLimits.CALLERS; i++) {
      passed(2, FIND, "caller-" + i);
    }
    assertThat(passed(1, FIND, "caller-0")).as("called just now").isZero();
    passed(2, FIND, "one more");
    assertThat(passed(1, FIND, "caller-0")).isZero();
    assertThat(passed(1, FIND, "caller-2")).isZero();
    assertThat(passed(1, FIND, "caller-1")).isEqualTo(1);
  }
}
