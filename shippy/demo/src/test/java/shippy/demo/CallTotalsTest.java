package shippy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import shippy.demo.CallTotals.Counts;

class CallTotalsTest {
  private final CallTotals tally = new CallTotals();

  @Test
  void nothing_called_is_nothing_counted() {
    assertThat(tally.total()).isEqualTo(Counts.NONE);
    assertThat(tally.answeredBy("127.0.0.1:1")).isZero();
  }

  @Test
  void call_is_counted_once_and_failed_only_if_its_caller_saw_an_error() {
    tally.succeeded(Duration.ofMillis(3));
    tally.retried();
    tally.succeeded(Duration.ofMillis(40));
    tally.failed(Duration.ofMillis(5), "create: UNAVAILABLE");

    assertThat(tally.total()).isEqualTo(new Counts(3, 1, 1, Duration.ofMillis(40)));
    assertThat(tally.failures()).containsExactly("create: UNAVAILABLE");
  }

  @Test
  void step_starts_at_zero_and_the_total_goes_on() {
    tally.succeeded(Duration.ofMillis(40));
    tally.nextStep();
    tally.succeeded(Duration.ofMillis(3));

    assertThat(tally.step()).isEqualTo(new Counts(1, 0, 0, Duration.ofMillis(3)));
    assertThat(tally.total()).isEqualTo(new Counts(2, 0, 0, Duration.ofMillis(40)));
  }

  @Test
  void answers_are_counted_by_address() {
    tally.answered("127.0.0.1:1");
    tally.answered("127.0.0.1:1");
    tally.answered("127.0.0.1:2");

    assertThat(tally.answeredBy("127.0.0.1:1")).isEqualTo(2);
    assertThat(tally.answers()).hasSize(2).containsEntry("127.0.0.1:2", 1L);
  }

  @Test
  void every_failure_is_counted_but_not_every_text_is_kept() {
    for (int i = 0; i < 1_000; i++) {
      tally.failed(Duration.ofMillis(1), "create: INTERNAL");
    }

    assertThat(tally.total().failed()).isEqualTo(1_000);
    assertThat(tally.failures()).hasSize(100);
  }
}
