package shippy.config.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.config.ConfigEntry;
import shippy.config.ConfigEntry.Place;
import shippy.config.ConfigFormat;
import shippy.config.SettingTree;

class FormatsTest {
  @ParameterizedTest
  @ValueSource(strings = {"yaml", "yml", "toml", "properties"})
  void text_without_values_is_empty(String ending) {
    assertThat(parse(ending, "")).isEmpty();
    assertThat(parse(ending, " \n\r\n")).isEmpty();
    assertThat(parse(ending, "# a: 1\n")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "yaml | ---",
        "yaml | {}",
        "json | {}",
      })
  void empty_root_is_empty(String ending, String text) {
    assertThat(parse(ending, text)).isEmpty();
  }

  /** The values of a number or date do not keep how it was written: 1.10 is a version too. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1.10, 1e3, -0, 007, 0x10, yes, TRUE | a: [%s]",
        "1.10, 1e3, -0, true | {\"a\": [%s]}",
        "1.10, 1e3, 0, true, 1.50 | a = [%s]",
        "1979-05-27 07:32:00, 07:32:00, 1979-05-27 | a = [%s]",
        "1.10, inf, 1979-05-27T07:32:00Z | 'ü😀' = {'a b' = [%s ]}",
      })
  void scalars_are_as_they_were_written(String list, String text) {
    String ending = text.startsWith("a:") ? "yaml" : text.startsWith("{") ? "json" : "toml";
    assertThat(parse(ending, text.formatted(list)))
        .extracting(ConfigEntry::text)
        .containsExactly(list.replace(", ", ","));
  }

  @Test
  void toml_integers_are_decimal() {
    assertThat(parse("toml", "a = [0x10, 1_000, +5]"))
        .extracting(ConfigEntry::text)
        .containsExactly("16,1000,5");
  }

  @Test
  void yaml_texts_may_be_plain_quoted_or_folded() {
    String text = "a: x y # no\nb: 'x # y'\nc: \"\\u0041\"\nd: >-\n  x\n  y\ne: \"null\"\nf: ''\n";
    assertThat(parse("yaml", text))
        .extracting(ConfigEntry::text)
        .containsExactly("x y", "x # y", "A", "x y", "null", "");
  }

  /** The library reads by pieces of 1025 characters, and fails at halves of one. */
  @ParameterizedTest
  @ValueSource(ints = {1022, 0})
  void yaml_may_have_characters_of_two_halves_anywhere(int start) {
    String text = "# " + "a".repeat(start) + "\uD83D\uDE00".repeat(32_000) + "\nb: 1";
    assertThat(parse("yaml", text)).containsExactly(entry("1", 2, 1, "b"));
  }

  @Test
  void yaml_alias_stands_for_its_anchor() {
    String text = "a: &t 2s\nb: *t\n&k c: {x: &m {timeout: *t, retries: 1}}\nd: *m\n*k : 3\n";
    assertThat(parse("yaml", text.replace("*k :", "e:")))
        .containsExactly(
            entry("2s", 1, 1, "a"),
            entry("2s", 2, 1, "b"),
            entry("2s", 3, 15, "c", "x", "timeout"),
            entry("1", 3, 28, "c", "x", "retries"),
            entry("2s", 3, 15, "d", "timeout"),
            entry("1", 3, 28, "d", "retries"),
            entry("3", 5, 1, "e"));
  }

  @Test
  void places_are_those_of_keys() {
    String yaml = "# c\nclient:\n  retries: 2\n  'x.y':\n    - a\n    - b\n";
    assertThat(parse("yaml", yaml))
        .containsExactly(
            entry("2", 3, 3, "client", "retries"), entry("a,b", 4, 3, "client", "x.y"));
    String toml = "[client]\n  retries = 2\n  'x.y' = [\n  'a', 'b']\nu.v = 1\n";
    assertThat(parse("toml", toml))
        .containsExactly(
            entry("2", 2, 3, "client", "retries"),
            entry("a,b", 3, 3, "client", "x.y"),
            entry("1", 5, 1, "client", "u", "v"));
    String json = "{\"client\":\r\n {\"retries\": 2, \"x.y\": [\n\"a\", \"b\"]}}";
    assertThat(parse("json", json))
        .containsExactly(
            entry("2", 2, 3, "client", "retries"), entry("a,b", 2, 17, "client", "x.y"));
  }

  @Test
  void json_is_yaml_as_well() {
    String json = "{\"client\": {\"retries\": 2, \"list\": [\"a\", 1.10, true]}}\n";
    assertThat(parse("yaml", json)).isEqualTo(parse("json", json)).hasSize(2);
  }

  @Test
  void formats_of_the_readme_say_the_same() throws IOException {
    Matcher block =
        Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("README.md")));
    Map<String, Map<String, String>> settings = new TreeMap<>();
    while (block.find()) {
      settings.put(block.group(1), settings(parse(block.group(1), block.group(2))));
    }
    assertThat(settings).containsOnlyKeys("json", "properties", "toml", "yaml");
    assertThat(Set.copyOf(settings.values())).hasSize(1);
  }

  private static Map<String, String> settings(List<ConfigEntry> entries) {
    Map<String, String> texts = new TreeMap<>();
    SettingTree.of(List.of())
        .values(
            entries,
            false,
            problem -> {
              throw problem.toException();
            })
        .forEach((name, origin) -> texts.put(name, origin.text()));
    return texts;
  }

  private static ConfigEntry entry(String text, int line, int column, String... path) {
    return new ConfigEntry(List.of(path), text, new Place("F", line, column));
  }

  private static List<ConfigEntry> parse(String ending, String text) {
    return ConfigFormat.parse("x." + ending, text, "F");
  }
}
