package shippy.tutorial;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;

class ProgramOutputTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Pattern WANTED = Pattern.compile("serv.ng");

  private final ProgramOutput transcript = new ProgramOutput(Clock.system());

  @Test
  void line_that_was_there_before_counts_only_from_its_place() throws InterruptedException {
    transcript.add("vessel serving");
    transcript.add("more");
    assertThat(transcript.await(WANTED, 0, LONG)).contains("vessel serving");
    assertThat(transcript.await(WANTED, 1, Duration.ofMillis(20))).isEmpty();
    assertThat(transcript.from(1)).containsExactly("more");
    assertThat(transcript.size()).isEqualTo(2);
  }

  @Test
  void line_that_comes_later_is_waited_for() throws InterruptedException {
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(() -> transcript.add("still serving"));
    assertThat(transcript.await(WANTED, 0, LONG)).contains("still serving");
    writer.join();
  }

  @Test
  void nothing_is_waited_for_after_the_end() throws InterruptedException {
    CompletableFuture<Void> writer = CompletableFuture.runAsync(transcript::end);
    assertThat(transcript.await(WANTED, 0, LONG)).isEmpty();
    writer.join();
  }
}
