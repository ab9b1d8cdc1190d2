package shippy.config.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import shippy.config.Config;
import shippy.config.ConfigEntry;
import shippy.config.ConfigFormat;
import shippy.config.SettingTree;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** Each message of the formats and of {@link SettingTree}: what causes it, and its exact text. */
class MessagesTest {
  private static final String TABLE = "messages.txt";

  /** One line of the table. */
  record Row(String ending, String text, String message) {
    static Row of(String line) {
      List<String> cells = Arrays.asList(line.split(" +\\| ", 3));
      return new Row(cells.get(0), unescaped(cells.get(1)), cells.get(2));
    }
  }

  private static String unescaped(String cell) {
    return cell.replace("\\|", "|").replace("\\uFEFF", "\uFEFF").translateEscapes();
  }

  static List<Row> rows() throws IOException {
    try (InputStream in = requireNonNull(MessagesTest.class.getResourceAsStream(TABLE), TABLE)) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(Row::of)
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void message_is_as_in_the_table(Row row) {
    Problem problem = problem(row.ending(), row.text());
    assertThat(problem.what()).isEqualTo("F." + row.ending() + ":" + row.message());
    assertThat(problem.code()).isEqualTo(ExitCode.CONFIG);
    assertThat(problem.what()).doesNotContain("\n", "hunter");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "json [", "json {\"a\":", "json {\"a\":[", "yaml [", "yaml {", "yaml -~", "yaml ?~",
        "yaml {a:~", "yaml [a,~", "yaml a:~[", "yaml a:~{", "toml [", "toml {", "toml a=[",
        "toml a={", "toml [a.", "toml a.", "toml [[a.",
      })
  void endless_brackets_are_refused(String ending, String part) {
    String text = part.replace('~', ' ').repeat(ConfigFormat.MAX_CHARACTERS / part.length());
    for (String start : List.of("", "a=", "a: ", "{\"a\":")) {
      String all = start + text.substring(start.length());
      assertThat(problem(ending, all).what()).hasSizeLessThan(200);
    }
  }

  private static Problem problem(String ending, String text) {
    try {
      read(ending, text);
    } catch (ProblemException e) {
      assertThat(String.valueOf(e.getCause())).doesNotContain("hunter");
      return e.problem();
    }
    throw new AssertionError("no problem: " + text);
  }

  private static Map<String, Config.Origin> read(String ending, String text) {
    List<ConfigEntry> entries = ConfigFormat.parse("x." + ending, text, "F." + ending);
    return SettingTree.of(List.of())
        .values(
            entries,
            text.contains("remote"),
            problem -> {
              throw problem.toException();
            });
  }
}
