package shippy.clock;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class SystemClockTest {
  private final Clock clock = Clock.system();
  private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();

  @Test
  void time_is_that_of_the_machine() {
    assertThat(clock.now()).isCloseTo(Instant.now(), within(5, ChronoUnit.SECONDS));
    long before = clock.nanoTime();
    assertThat(clock.nanoTime()).isGreaterThanOrEqualTo(before);
  }

  @Test
  void timers_run_on_a_daemon_thread_in_order_and_survive_one_that_fails() throws Exception {
    clock.schedule(
        Duration.ofMillis(1),
        () -> {
          throw new IllegalStateException("a timer that fails on purpose");
        });
    Clock.Timer cancelled = clock.schedule(Duration.ofMillis(20), () -> ran.add("cancelled"));
    clock.schedule(
        Duration.ofMillis(30), () -> ran.add("daemon " + Thread.currentThread().isDaemon()));
    cancelled.cancel();
    assertThat(ran.poll(10, SECONDS)).isEqualTo("daemon true");
  }
}
