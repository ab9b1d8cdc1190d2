package shippy.shell.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryExpansionTest {
  private static final List<String> HISTORY = List.of("list", "get a", "vessels");

  private static String expanded(String line) {
    return HistoryExpansion.expand(line, HISTORY).orElse("(none)");
  }

  @Test
  void two_marks_are_the_last_line_and_what_follows() {
    assertThat(expanded("!!")).isEqualTo("vessels");
    assertThat(expanded("!! -o json")).isEqualTo("vessels -o json");
  }

  @Test
  void a_number_counts_back() {
    assertThat(expanded("!-1")).isEqualTo("vessels");
    assertThat(expanded("!-3")).isEqualTo("list");
    assertThat(expanded("!-4")).isEqualTo("(none)");
    assertThat(expanded("!-0")).isEqualTo("(none)");
  }

  @Test
  void a_word_finds_the_last_line_that_begins_so() {
    assertThat(expanded("!get")).isEqualTo("get a");
    assertThat(expanded("!l")).isEqualTo("list");
    assertThat(expanded("!cancel")).isEqualTo("(none)");
  }

  @Test
  void without_history_there_is_nothing() {
    assertThat(HistoryExpansion.expand("!!", List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "list", "get a!!", "{\"description\": \"!! now\"}", "! x", "!="})
  void other_marks_are_left_alone(String line) {
    assertThat(expanded(line)).isEqualTo(line);
  }
}
