package shippy.shell.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InterruptionTest {
  private final Interruption interruption = new Interruption();

  @Test
  void it_reaches_the_command_that_runs() {
    interruption.during(
        () -> {
          interruption.fire();
          assertInterrupted(true);
        });
  }

  @Test
  void it_never_reaches_what_comes_after() {
    interruption.during(interruption::fire);
    assertInterrupted(false);
    interruption.during(() -> assertInterrupted(false));
  }

  @Test
  void it_reaches_the_command_that_is_about_to_begin_and_no_other() {
    interruption.fire();
    assertInterrupted(false);
    interruption.during(() -> assertInterrupted(true));
    interruption.during(() -> assertInterrupted(false));
  }

  @Test
  void before_a_line_is_read_it_reaches_nothing() {
    interruption.fire();
    interruption.reset();
    interruption.during(() -> assertInterrupted(false));
  }

  private static void assertInterrupted(boolean expected) {
    assertThat(Thread.currentThread().isInterrupted()).isEqualTo(expected);
  }
}
