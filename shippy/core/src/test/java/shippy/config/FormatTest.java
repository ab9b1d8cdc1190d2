package shippy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.config.Settings.LogFormat;
import shippy.config.Settings.LogLevel;
import shippy.config.Settings.RegistryLayout;

class FormatTest {
  @ParameterizedTest
  @CsvSource({"15s,PT15S", "15,PT15S", "500ms,PT0.5S", "2m,PT2M", "1h,PT1H", "8760h,PT8760H"})
  void duration_has_a_unit_or_is_in_seconds(String text, Duration expected) {
    assertThat(Format.duration().parser().apply(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "0ms", "-1s", "1.5s", "s", "15 s", "8761h", "999999999m", "9999999999"})
  void other_durations_are_refused(String text) {
    refused(Format.duration(), text);
  }

  @Test
  void longest_duration_still_fits_into_nanoseconds() {
    assertThat(Format.duration().parser().apply("8760h").toNanos()).isPositive();
  }

  @Test
  void integer_has_bounds() {
    Format<Integer> format = Format.integer(0, 4);
    assertThat(format.parser().apply("0")).isZero();
    assertThat(format.parser().apply("4")).isEqualTo(4);
    assertThat(format.expected()).isEqualTo("a whole number from 0 to 4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "5", "two", "1.0", "99999999999"})
  void other_integers_are_refused(String text) {
    refused(Format.integer(0, 4), text);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "1.0,1", "0.25,0.25", ".5,0.5", "0.0,0"})
  void share_is_a_part_of_all(String text, double expected) {
    assertThat(Format.share().parser().apply(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-0.1", "1.1", "2", "NaN", "1d", "0x1p-1", " 0.5", "half", "."})
  void other_shares_are_refused(String text) {
    refused(Format.share(), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:16686/trace/{id}", "https://there/?q={id}&x=1"})
  void url_has_a_place_for_the_id(String text) {
    assertThat(Format.urlOfId().parser().apply(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "http://there/", "there/{id}", "javascript:{id}", "http://a b/{id}", "{id}"})
  void other_urls_are_refused(String text) {
    refused(Format.urlOfId(), text);
  }

  @Test
  void pairs_are_separated_by_commas_and_values_may_be_empty_or_hold_equals_signs() {
    assertThat(Format.pairs().parser().apply("zone=eu, note = a=b ,empty="))
        .isEqualTo(Map.of("zone", "eu", "note", "a=b", "empty", ""));
    assertThat(Format.pairs().expected())
        .isEqualTo("key=value pairs, each key once, separated by commas");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "zone", "=eu", " =eu", "zone=eu,", "zone=eu,,x=y"})
  void other_pairs_are_refused(String text) {
    refused(Format.pairs(), text);
  }

  @Test
  void choices_are_written_in_lower_case_and_listed_in_their_order() {
    Format<LogLevel> levels = Format.oneOf(LogLevel.class);
    assertThat(levels.parser().apply("warn")).isEqualTo(LogLevel.WARN);
    assertThat(levels.expected()).isEqualTo("trace, debug, info, warn or error");
    assertThat(Format.oneOf(LogFormat.class).expected()).isEqualTo("text or json");
    Format<RegistryLayout> layouts = Format.oneOf(RegistryLayout.class);
    assertThat(layouts.parser().apply("go-zero")).isEqualTo(RegistryLayout.GO_ZERO);
    assertThat(layouts.expected()).isEqualTo("micro, go-zero, kitex or kratos");
    refused(layouts, "go_zero");
    refused(levels, "WARN");
    refused(levels, "");
  }

  @Test
  void text_is_taken_as_it_is() {
    assertThat(Format.text().parser().apply(" x ")).isEqualTo(" x ");
  }

  private static void refused(Format<?> format, String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> format.parser().apply(text));
  }
}
