package shippy.consignment.cli.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** The corpus of malformed texts, each with its place and its message. */
class MalformedTest {
  private static final Path CORPUS = Path.of("src/test/resources/malformed.txt");

  record Case(String name, String text, String message, List<String> marks) {
    static Case parse(String block) {
      List<String> lines = block.lines().toList();
      List<String> remarks = lines.stream().filter(l -> l.startsWith("--- ")).toList();
      return new Case(
          lines.get(0),
          String.join("\n", lines.subList(1, lines.size() - remarks.size())),
          remarks.get(0).substring(4),
          remarks.stream().skip(1).map(l -> l.substring("--- mark: ".length())).toList());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() throws IOException {
    String[] blocks = Files.readString(CORPUS).split("(?m)^=== ", -1);
    return Arrays.stream(blocks).skip(1).map(Case::parse);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_malformed_text_is_refused_with_its_place(Case malformed) {
    Problem problem = refuse(malformed.text());
    assertThat(problem.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(problem.what()).isEqualTo("x.json:" + malformed.message());
    assertThat(problem.facts()).hasSize(2);
    assertThat(malformed.marks())
        .allSatisfy(mark -> assertThat(problem.facts().get(1)).endsWith(mark));
  }

  @Test
  void the_corpus_is_large() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(60);
  }

  @Test
  void the_mark_stands_under_the_place() {
    assertThat(refuse("{\n\t\"wieght\": 5}").facts())
        .containsExactly("  2 |  \"wieght\": 5}", "    |  ^^^^^^^^ did you mean \"weight\"?");
    assertThat(refuse("{\"description\": \"港口\", \"weight\": \"x\"}").facts())
        .containsExactly(
            "  1 | {\"description\": \"港口\", \"weight\": \"x\"}",
            "    |                                   ^^^");
  }

  @Test
  void a_long_line_is_shown_around_the_place() {
    String blanks = " ".repeat(1000);
    Problem problem = refuse("{" + blanks + "\"wieght\": 5" + blanks + "}");
    assertThat(problem.what()).startsWith("x.json:1:1002: ");
    assertThat(problem.facts().get(0)).startsWith("  1 | …   ").hasSizeLessThan(140);
    assertThat(problem.facts().get(1).indexOf('^'))
        .isEqualTo(problem.facts().get(0).indexOf("\"wieght"));
  }

  @Test
  void lines_end_with_any_of_the_three_ends() {
    assertThat(refuse("{\r\n\r\n\"wieght\": 5}").what()).startsWith("x.json:3:1: ");
    assertThat(refuse("{\r\r\"wieght\": 5}").what()).startsWith("x.json:3:1: ");
    assertThat(refuse("{\n\n\"wieght\": 5}").what()).startsWith("x.json:3:1: ");
  }

  @Test
  void a_number_of_a_million_digits_is_refused_unconverted() {
    assertThat(refuse("{\"weight\": " + "9".repeat(1_000_000) + "}").what())
        .isEqualTo("x.json:1:12: weight: a number of 1000000 characters (expected: at most 400)");
  }

  @Test
  void a_text_of_a_million_characters_is_refused() {
    assertThat(refuse("{\"description\": \"" + "x".repeat(1_000_000) + "\"}").what())
        .isEqualTo(
            "x.json:1:17: description: a text of 1000000 characters (expected: at most 65536)");
  }

  @Test
  void a_name_of_a_million_characters_is_refused() {
    assertThat(refuse("{\"" + "x".repeat(1_000_000) + "\": 1}").what())
        .startsWith("x.json:1:")
        .hasSizeLessThan(200);
  }

  @Test
  void a_consignment_larger_than_a_message_is_refused() {
    String container = "{\"origin\": \"" + "x".repeat(60_000) + "\"}";
    String many = String.join(",", java.util.Collections.nCopies(80, container));
    assertThat(refuse("{\"weight\": 1, \"containers\": [" + many + "]}").what())
        .matches("x.json: a consignment of 4\\d{6} bytes \\(expected: at most 4194304\\)");
  }

  @Test
  void control_characters_in_a_line_are_not_repeated() {
    assertThat(refuse("{\"wieght\u009b\": 5}").facts()).noneMatch(fact -> fact.contains("\u009b"));
  }

  @Test
  void an_empty_file_is_refused() {
    assertThat(refuse("").what()).isEqualTo("x.json:1:1: empty (expected: a JSON object)");
    assertThat(refuse("\ufeff").what()).isEqualTo("x.json:1:1: empty (expected: a JSON object)");
  }

  static Problem refuse(String text) {
    return refuse(text.getBytes(UTF_8));
  }

  static Problem refuse(byte[] bytes) {
    DocumentInput input = new DocumentInput("x.json", bytes, false);
    ProblemException refused = catchThrowableOfType(ProblemException.class, () -> input.read());
    assertThat(refused).isNotNull();
    return refused.problem();
  }
}
