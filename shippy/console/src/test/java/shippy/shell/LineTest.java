package shippy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineTest {
  private static List<String> words(String text) {
    List<Line> lines = Line.parse(text);
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).missing()).isEmpty();
    return lines.get(0).texts();
  }

  private static String missing(String text) {
    List<Line> lines = Line.parse(text);
    return lines.get(lines.size() - 1).missing();
  }

  @Test
  void blanks_separate_words() {
    assertThat(words("  list \t--status=pending\r")).containsExactly("list", "--status=pending");
    assertThat(words("")).isEmpty();
  }

  @Test
  void quotes_keep_blanks_and_vanish() {
    assertThat(words("get 'a b' \"c d\" e' f'\"g\"")).containsExactly("get", "a b", "c d", "e fg");
    assertThat(words("get ''")).containsExactly("get", "");
  }

  @Test
  void a_backslash_takes_the_next_character_as_it_is() {
    assertThat(words("a\\ b \\# \\\\ \"\\\"\\\\\\n\" '\\'"))
        .containsExactly("a b", "#", "\\", "\"\\\\n", "\\");
  }

  @Test
  void a_comment_ends_with_its_line() {
    assertThat(words("list # all of it")).containsExactly("list");
    assertThat(words("# only this")).isEmpty();
    assertThat(words("get a#b")).containsExactly("get", "a#b");
    assertThat(Line.parse("# one\nlist")).extracting(Line::texts).contains(List.of("list"));
  }

  @Test
  void each_line_is_a_command() {
    assertThat(Line.parse("list\nget 'a\nb'\nvessels"))
        .extracting(Line::texts)
        .containsExactly(List.of("list"), List.of("get", "a\nb"), List.of("vessels"));
    assertThat(words("list \\\n --status=pending")).containsExactly("list", "--status=pending");
  }

  @Test
  void json_is_one_word_over_many_lines() {
    String json = "{\"a\": [1,\n {\"b\": \"} \\\" ]\"}]}";
    Line line = Line.parse("create " + json + " -o json").get(0);
    assertThat(line.texts()).containsExactly("create", json, "-o", "json");
    assertThat(line.words()).extracting(Line.Word::json).containsExactly(false, true, false, false);
    assertThat(Line.parse("get '{'").get(0).words().get(1).json()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "get 'a       | '",
        "get \"a      | \"",
        "{\"a\": [    | ]",
        "{\"a\": 1    | }",
        "create {\"a  | \"",
        "get a\\      | `a character after \\`",
      })
  void it_says_what_is_missing(String text, String missing) {
    assertThat(missing(text.strip())).isEqualTo(missing);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "it's", "", "{", "#", "a\nb", "$x", "vessel001", "ü/港口.json"})
  void a_quoted_word_is_read_back(String word) {
    assertThat(words("get " + Line.quote(word))).containsExactly("get", word);
  }

  @Test
  void what_needs_no_quotes_gets_none() {
    assertThat(Line.quote("--status=pending,x@y:1/ü.json"))
        .isEqualTo("--status=pending,x@y:1/ü.json");
  }
}
