package shippy.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveViewTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream terminal = new PrintStream(bytes, true, UTF_8);
  private final Deque<List<String>> frames = new ArrayDeque<>();

  @Test
  void each_frame_is_drawn_over_the_one_before_and_the_last_one_stays() {
    frames.add(List.of("one", "two"));
    frames.add(List.of("three"));
    LiveView view = new LiveView(terminal, this::next, () -> false);

    view.start();
    eventually(Duration.ofSeconds(20), () -> assertThat(text()).contains("three"));
    view.close();
    view.close();

    assertThat(text())
        .startsWith("one\u001b[K\ntwo\u001b[K\n\u001b[J\u001b[2Fthree\u001b[K\n\u001b[J")
        .endsWith("\u001b[1Fthree\u001b[K\n\u001b[J");
  }

  private synchronized List<String> next() {
    return frames.size() > 1 ? frames.remove() : frames.element();
  }

  private String text() {
    return bytes.toString(UTF_8);
  }
}
