package shippy.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CapturedOutputTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Pattern SERVING = Pattern.compile("serv.ng");
  private static final Pattern MORE = Pattern.compile("more");

  private final PipedOutputStream program = new PipedOutputStream();
  private final CapturedOutput output;

  CapturedOutputTest() throws IOException {
    output = new CapturedOutput(new PipedInputStream(program));
  }

  @AfterEach
  void end() throws IOException {
    program.close();
  }

  @Test
  void line_that_was_there_before_counts_only_from_its_place() throws Exception {
    print("vessel serving\nmore\nunfini");
    assertThat(output.await(MORE, 0, LONG)).isPresent();
    assertThat(output.await(SERVING, 0, LONG)).map(MatchResult::group).contains("serving");
    assertThat(output.await(SERVING, 1, Duration.ofMillis(20))).isEmpty();
    assertThat(output.lines()).containsExactly("vessel serving", "more");
  }

  @Test
  void line_that_comes_later_is_waited_for_until_it_is_complete() throws Exception {
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              print("still serv");
              print("ing, and ");
              print("well\n");
            });
    assertThat(output.await(SERVING, 0, LONG)).isPresent();
    assertThat(output.text()).isEqualTo("still serving, and well\n");
    writer.join();
  }

  @Test
  void nothing_is_waited_for_after_the_end() throws Exception {
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(() -> print("unfinished serving")).thenRun(this::close);
    assertThat(output.await(SERVING, 0, LONG)).isEmpty();
    output.awaitEnd(LONG);
    assertThat(output.text()).isEqualTo("unfinished serving");
    assertThat(output.find(SERVING)).isEmpty();
    writer.join();
  }

  private void print(String text) {
    try {
      program.write(text.getBytes(UTF_8));
      program.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void close() {
    try {
      program.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
