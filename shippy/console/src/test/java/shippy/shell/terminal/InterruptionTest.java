package shippy.shell.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InterruptionTest {
  private final Interruption interruption = new Interruption();

  @Test
  void it_reaches_the_command_that_runs() {
    interruption.during(
        () -> {
          assertThat(interruption.fire()).isTrue();
          assertThat(Thread.currentThread().isInterrupted()).isTrue();
        });
  }

  @Test
  void it_never_reaches_what_comes_after() {
    interruption.during(interruption::fire);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(interruption.fire()).isFalse();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
