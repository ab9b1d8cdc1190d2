package shippy.console.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnifiedDiffTest {
  @Test
  void changes_stand_between_three_lines_of_what_is_the_same() {
    String from =
        IntStream.rangeClosed(1, 20).mapToObj(n -> n + "\n").collect(Collectors.joining());
    String to = from.replace("\n5\n", "\nfive\n").replace("19\n20\n", "19\n20");
    assertThat(UnifiedDiff.of("a", from, "b", to))
        .containsExactly(
            "--- a",
            "+++ b",
            "@@ -2,7 +2,7 @@",
            " 2",
            " 3",
            " 4",
            "-5",
            "+five",
            " 6",
            " 7",
            " 8",
            "@@ -17,4 +17,4 @@",
            " 17",
            " 18",
            " 19",
            "-20",
            "+20",
            "\\ No newline at end of file");
  }

  @Test
  void new_and_emptied_texts_are_all_plus_or_all_minus() {
    assertThat(UnifiedDiff.of("a", "", "b", "x\ny\n"))
        .containsExactly("--- a", "+++ b", "@@ -0,0 +1,2 @@", "+x", "+y");
    assertThat(UnifiedDiff.of("a", "x\n", "b", ""))
        .containsExactly("--- a", "+++ b", "@@ -1 +0,0 @@", "-x");
    assertThat(UnifiedDiff.of("a", "x\n", "b", "x\n")).isEmpty();
  }

  @Test
  void every_difference_leads_from_one_text_to_the_other() {
    Random random = new Random(18);
    for (int i = 0; i < 300; i++) {
      List<String> from = lines(random, i % 40);
      List<String> to = i % 3 == 0 ? lines(random, i % 30) : changed(from, random);
      List<String> diff = UnifiedDiff.of("a", text(from), "b", text(to));
      assertThat(patched(from, diff)).as(String.join("\n", diff)).isEqualTo(to);
    }
  }

  @Test
  void text_of_the_largest_size_takes_no_long_time_or_much_memory() {
    String from = "a\n".repeat(32_000);
    String to = "b\n".repeat(32_000);
    assertThat(UnifiedDiff.of("a", from, "b", to)).hasSize(3 + 64_000);
  }

  private static List<String> lines(Random random, int count) {
    return random.ints(count, 0, 5).mapToObj(n -> "line " + n).toList();
  }

  private static List<String> changed(List<String> lines, Random random) {
    List<String> changed = new ArrayList<>(lines);
    changed.add(random.nextInt(changed.size() + 1), "new");
    changed.remove(random.nextInt(changed.size()));
    return changed;
  }

  private static String text(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static List<String> patched(List<String> from, List<String> diff) {
    List<String> result = new ArrayList<>();
    int next = 0;
    for (String line : diff.subList(Math.min(2, diff.size()), diff.size())) {
      Matcher hunk = Pattern.compile("@@ -(\\d+)(,0)?.*").matcher(line);
      if (hunk.matches()) {
        int start = Integer.parseInt(hunk.group(1)) - (hunk.group(2) == null ? 1 : 0);
        result.addAll(from.subList(next, start));
        next = start;
      } else if (line.startsWith("+")) {
        result.add(line.substring(1));
      } else {
        assertThat(line.substring(1)).isEqualTo(from.get(next));
        if (line.startsWith(" ")) {
          result.add(from.get(next));
        }
        next++;
      }
    }
    result.addAll(from.subList(next, from.size()));
    return result;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "store_password: hunter2 | store_password: ***",
        "  password = \"hunter2, x\" | password = ***",
        "{\"b\": 1, \"api_token\": \"hunter2\"} | {\"b\": 1, \"api_token\": ***",
        "registry_password_file: /run/a | registry_password_file: /run/a",
        "store: jdbc:postgresql://u:hunter2@h/db | store: jdbc:postgresql://u:***@h/db",
        "log_level: debug | log_level: debug",
        "registry_password: abc,hunter1 | registry_password: ***",
        "a_pwd: 'it''s-hunter2' | a_pwd: ***",
        "private_key = \"a\\\"hunter3\" | private_key = ***",
        "credential: a}hunter4 | credential: ***"
      })
  void secrets_are_masked(String line, String shown) {
    assertThat(SecretLines.mask(line).strip()).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password: >-\n  hunter\n\n  hunter: 2",
        "passwd:\n  hunter",
        "token:\n- hunter\n- name: hunter",
        "{\"password\":\n\"hunter\"}",
        "{\"password\":\n{\n\"a\": \"hunter\",\n\"b\": \"hunter\"}}",
        "token: [a,\nhunter]",
        "? store_password\n: hunter",
        "password = \"\"\"\nhunter = 1\n\"\"\"",
        "password = '''\nit is \"hunter\"\nhunter = 1\n'''",
        "password=a\\\nhunter=b",
        "[secrets]\na = \"hunter\"",
        "{password: \"a\nhunter: b\"}",
        "password:\rhunter"
      })
  void lines_that_belong_to_a_secret_are_masked_up_to_the_next_key(String text) {
    String after = "\n[log]\nlevel = \"debug\"\n";
    String shown = SecretLines.mask(text + after);
    assertThat(shown).doesNotContain("hunter").endsWith(after);
    assertThat(shown.split("\n", -1)).hasSameSizeAs((text + after).split("\n", -1));
  }

  @Test
  void secret_that_differs_is_a_difference_that_does_not_tell_it() {
    String from = "log_level: debug\npassword: >-\n  hunter1\nclient_retries: 1\n";
    assertThat(UnifiedDiff.of("a", from, "b", from.replace("hunter1", "hunter2")))
        .containsExactly(
            "--- a",
            "+++ b",
            "@@ -1,4 +1,4 @@",
            " log_level: debug",
            " password: ***",
            "-  ***",
            "+  ***",
            " client_retries: 1");
  }
}
