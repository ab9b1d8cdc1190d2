package shippy.demo.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;

class StoppableWaitTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final CompletableFuture<Void> stop = new CompletableFuture<>();
  private final StoppableWait wait = new StoppableWait(stop, Clock.system());

  @Test
  void fact_is_waited_for_and_no_longer() {
    AtomicInteger looks = new AtomicInteger();

    assertThat(wait.until(() -> looks.incrementAndGet() == 3, LONG)).isTrue();
    assertThat(looks).hasValue(3);
  }

  @Test
  void fact_that_does_not_come_is_given_up() {
    assertThat(wait.until(() -> false, Duration.ofMillis(60))).isFalse();
  }

  @Test
  void stop_ends_a_wait_and_prevents_the_next() {
    stop.complete(null);

    assertThatThrownBy(() -> wait.pause(LONG)).isInstanceOf(StoppableWait.Stopped.class);
    assertThatThrownBy(() -> wait.pause(Duration.ZERO)).isInstanceOf(StoppableWait.Stopped.class);
    assertThatThrownBy(() -> wait.until(() -> false, LONG))
        .isInstanceOf(StoppableWait.Stopped.class);
  }
}
