package shippy.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class OutputReaderTest {
  @Test
  void lines_arrive_in_order_with_the_unfinished_last_one() {
    assertThat(lines("one\n\ntwo\r\nthree")).containsExactly("one", "", "two", "three");
  }

  @Test
  void nothing_in_a_line_moves_the_cursor_and_tabs_become_blanks() {
    assertThat(lines("\u001b[2J\rgone\n\tat shippy.X\n"))
        .containsExactly("?[2J?gone", "    at shippy.X");
  }

  @Test
  void line_without_end_is_cut_in_pieces() {
    assertThat(lines("x".repeat(20_000)))
        .extracting(String::length)
        .containsExactly(8_192, 8_192, 3_616);
  }

  @Test
  void bytes_that_are_not_utf_8_do_not_stop_it() {
    assertThat(lines(new byte[] {'a', (byte) 0xff, 'b', '\n', 'c'}))
        .containsExactly("a\ufffdb", "c");
  }

  @Test
  void text_arrives_as_it_is_and_ends_with_an_empty_one() {
    List<String> texts = new CopyOnWriteArrayList<>();
    OutputReader.text(new ByteArrayInputStream("a\t\r\nb".getBytes(UTF_8)), texts::add).join();
    assertThat(texts).containsExactly("a\t\r\nb", "");
  }

  private static List<String> lines(String text) {
    return lines(text.getBytes(UTF_8));
  }

  private static List<String> lines(byte[] bytes) {
    List<String> lines = new CopyOnWriteArrayList<>();
    OutputReader.lines(new ByteArrayInputStream(bytes), "    ", lines::add).join();
    return lines;
  }
}
