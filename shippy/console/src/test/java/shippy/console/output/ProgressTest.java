package shippy.console.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;
import shippy.console.io.IoStreams;
import shippy.console.io.Screen;

class ProgressTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ManualClock clock = new ManualClock(Instant.EPOCH);

  @Test
  void a_task_of_300_ms_shows_nothing() {
    try (Progress progress = progress(Screen.fixed(true, 80), "xterm")) {
      for (int i = 0; i < 299; i++) {
        clock.advance(Duration.ofMillis(1));
        progress.update(() -> "too soon");
      }
    }
    assertThat(shown()).isEmpty();
  }

  @Test
  void a_longer_one_is_redrawn_ten_times_a_second_and_wiped() {
    try (Progress progress = progress(Screen.fixed(true, 20), "xterm")) {
      for (int i = 1; i <= 50; i++) {
        clock.advance(Duration.ofMillis(10));
        String line = i + " done\n";
        progress.update(() -> line);
      }
    }
    assertThat(shown())
        .isEqualTo("\r30 done?\u001b[K\r40 done?\u001b[K\r50 done?\u001b[K\r\u001b[K");
  }

  @Test
  void a_line_is_cut_to_the_screen() {
    Progress progress = progress(Screen.fixed(true, 10), "xterm");
    clock.advance(Duration.ofSeconds(1));
    progress.update(() -> "importing 12345");
    assertThat(shown()).isEqualTo("\rimportin…\u001b[K");
  }

  @Test
  void a_pipe_and_a_dumb_terminal_show_nothing() {
    for (Progress progress :
        new Progress[] {
          progress(Screen.none(), "xterm"), progress(Screen.fixed(true, 80), "dumb")
        }) {
      clock.advance(Duration.ofSeconds(1));
      progress.update(() -> "x");
      progress.close();
    }
    assertThat(shown()).isEmpty();
  }

  private Progress progress(Screen screen, String term) {
    PrintStream errors = new PrintStream(err, true, UTF_8);
    IoStreams io =
        new IoStreams(InputStream.nullInputStream(), errors, errors, Map.of("TERM", term), screen);
    return new Progress(io, clock);
  }

  private String shown() {
    return err.toString(UTF_8);
  }
}
