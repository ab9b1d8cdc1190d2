package shippy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import shippy.demo.CallTotals.Counts;

class CallTotalsTest {
  private final CallTotals totals = new CallTotals();

  @Test
  void nothing_called_is_nothing_counted() {
    assertThat(totals.total()).isEqualTo(Counts.NONE);
    assertThat(totals.answeredBy("127.0.0.1:1")).isZero();
  }

  @Test
  void call_is_counted_once_and_failed_only_if_its_caller_saw_an_error() {
    totals.succeeded(Duration.ofMillis(3));
    totals.retried();
    totals.succeeded(Duration.ofMillis(40));
    totals.failed(Duration.ofMillis(5), "create: UNAVAILABLE");

    assertThat(totals.total()).isEqualTo(new Counts(3, 1, 1, Duration.ofMillis(40)));
    assertThat(totals.failures()).containsExactly("create: UNAVAILABLE");
  }

  @Test
  void step_starts_at_zero_and_the_total_goes_on() {
    totals.succeeded(Duration.ofMillis(40));
    totals.nextStep();
    totals.succeeded(Duration.ofMillis(3));

    assertThat(totals.step()).isEqualTo(new Counts(1, 0, 0, Duration.ofMillis(3)));
    assertThat(totals.total()).isEqualTo(new Counts(2, 0, 0, Duration.ofMillis(40)));
  }

  @Test
  void answers_are_counted_by_address() {
    totals.answered("127.0.0.1:1");
    totals.answered("127.0.0.1:1");
    totals.answered("127.0.0.1:2");

    assertThat(totals.answeredBy("127.0.0.1:1")).isEqualTo(2);
    assertThat(totals.answers()).hasSize(2).containsEntry("127.0.0.1:2", 1L);
  }

  @Test
  void every_failure_is_counted_but_not_every_text_is_kept() {
    for (int i = 0; i < 1_000; i++) {
      totals.failed(Duration.ofMillis(1), "create: INTERNAL");
    }

    assertThat(totals.total().failed()).isEqualTo(1_000);
    assertThat(totals.failures()).hasSize(100);
  }
}
