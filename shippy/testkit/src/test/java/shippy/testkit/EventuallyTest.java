package shippy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {
  private static final Duration SHORT = Duration.ofMillis(60);

  private final AtomicInteger tries = new AtomicInteger();

  @Test
  void returns_at_the_first_success() {
    eventually(Duration.ofSeconds(5), () -> assertThat(tries.incrementAndGet()).isEqualTo(3));
    assertThat(tries).hasValue(3);
  }

  @Test
  void tries_once_even_without_time() {
    eventually(Duration.ZERO, tries::incrementAndGet);
    assertThat(tries).hasValue(1);
  }

  @Test
  void last_failure_comes_with_the_time_waited() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> eventually(SHORT, () -> fail("try " + tries.incrementAndGet())))
        .withMessageMatching("still failing after \\d+ ms: try [2-9]")
        .withCauseInstanceOf(AssertionError.class);
  }

  @Test
  void exception_counts_as_not_yet() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                eventually(
                    SHORT,
                    () -> {
                      throw new java.io.IOException("connection refused");
                    }))
        .withMessageMatching(
            "still failing after \\d+ ms: java.io.IOException: connection refused");
  }

  @Test
  void interrupt_ends_the_wait_and_is_kept() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> eventually(Duration.ofSeconds(5), () -> fail("never")))
        .withMessage("interrupted while waiting");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void throughout_holds_for_the_whole_span() {
    throughout(SHORT, tries::incrementAndGet);
    assertThat(tries).hasValueGreaterThan(1);
  }

  @Test
  void throughout_fails_at_the_first_failure() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () -> throughout(SHORT, () -> assertThat(tries.incrementAndGet()).isLessThan(2)))
        .withMessageStartingWith("no longer holds after ");
    assertThat(tries).hasValue(2);
  }

  private static void fail(String message) {
    throw new AssertionError(message);
  }
}
