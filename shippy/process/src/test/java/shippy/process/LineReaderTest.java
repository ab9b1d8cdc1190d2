package shippy.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  @Test
  void lines_arrive_in_order_with_the_unfinished_last_one() {
    assertThat(pump("one\n\ntwo\r\nthree")).containsExactly("one", "", "two", "three");
  }

  @Test
  void nothing_in_a_line_moves_the_cursor_and_tabs_become_blanks() {
    assertThat(pump("\u001b[2J\rgone\n\tat shippy.X\n"))
        .containsExactly("?[2J?gone", "    at shippy.X");
  }

  @Test
  void line_without_end_is_cut_in_pieces() {
    assertThat(pump("x".repeat(20_000)))
        .extracting(String::length)
        .containsExactly(8_192, 8_192, 3_616);
  }

  @Test
  void bytes_that_are_not_utf_8_do_not_stop_it() {
    List<String> lines = pump(new byte[] {'a', (byte) 0xff, 'b', '\n', 'c'});

    assertThat(lines).containsExactly("a\ufffdb", "c");
  }

  private static List<String> pump(String text) {
    return pump(text.getBytes(UTF_8));
  }

  private static List<String> pump(byte[] bytes) {
    List<String> lines = new CopyOnWriteArrayList<>();
    LineReader.start(new ByteArrayInputStream(bytes), lines::add).join();
    return lines;
  }
}
