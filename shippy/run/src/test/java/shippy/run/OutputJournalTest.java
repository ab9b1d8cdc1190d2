package shippy.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;
import shippy.testkit.Eventually;

class OutputJournalTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, UTF_8);
  private final OutputJournal journal = new OutputJournal(Clock.system());

  @Test
  void lines_come_at_once_and_in_order() throws Exception {
    journal.append(out, "of a program");
    journal.say(out, "of the run");

    Eventually.eventually(
        Duration.ofSeconds(5),
        () ->
            assertThat(bytes.toString(UTF_8).lines())
                .containsExactly("of a program", "of the run"));
  }

  @Test
  void close_writes_what_is_left_and_may_come_twice() throws Exception {
    journal.append(out, "early");

    journal.close();
    journal.close();

    assertThat(bytes.toString(UTF_8).lines()).containsExactly("early");
  }

  @Test
  void reader_that_stands_still_delays_neither_messages_nor_the_end() {
    CountDownLatch never = new CountDownLatch(1);
    PrintStream stuck = new PrintStream(new Stuck(never), true, UTF_8);
    Supplier<Duration> took = Clock.system().stopwatch();
    for (int i = 0; i < 20_000; i++) {
      journal.say(stuck, "message");
    }

    journal.close();

    assertThat(took.get()).isLessThan(Duration.ofSeconds(3));
    never.countDown();
  }

  /** A pipe that is full. */
  private static final class Stuck extends OutputStream {
    private final CountDownLatch released;

    Stuck(CountDownLatch released) {
      this.released = released;
    }

    @Override
    public void write(int b) {
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
