package shippy.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusesTest {
  @Test
  void invalid_names_value_and_expectation() {
    Status status = Statuses.invalid("weight", -1, "kilograms, more than 0").getStatus();
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).isEqualTo("weight: -1 (expected: kilograms, more than 0)");
  }

  @Test
  void text_is_cleaned_and_cut_at_a_kibibyte_between_characters() {
    assertThat(Statuses.fit("a\u001b[31mb\nc")).isEqualTo("a?[31mb?c");
    String cut = Statuses.fit("\u20ac".repeat(2_000));
    assertThat(cut).endsWith("\u20ac...").hasSize(340 + 3);
    assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1024);
    assertThat(Statuses.fit("x".repeat(1024))).isEqualTo("x".repeat(1024));
  }

  @Test
  void quoted_data_is_cut() {
    assertThat(Statuses.quote("a")).isEqualTo("\"a\"");
    assertThat(Statuses.quote("y".repeat(65))).isEqualTo('"' + "y".repeat(64) + "...\"");
  }

  @Test
  void status_is_described_with_and_without_text() {
    assertThat(Statuses.describe(Status.NOT_FOUND)).isEqualTo("NOT_FOUND");
    assertThat(Statuses.describe(Status.NOT_FOUND.withDescription("x"))).isEqualTo("NOT_FOUND: x");
  }

  @Test
  void ids_are_visible_ascii_of_bounded_length() {
    assertThat(Statuses.id("id", "!~")).isEqualTo("!~");
    assertThat(Statuses.id("id", "i".repeat(128))).hasSize(128);
    for (String bad : List.of("", "a b", "\u007f", "\u00e9", "i".repeat(129))) {
      assertThatThrownBy(() -> Statuses.id("id", bad))
          .hasMessageStartingWith("INVALID_ARGUMENT: id: \"")
          .hasMessageEndingWith("\" (expected: 1 to 128 visible ASCII characters)");
    }
  }

  @Test
  void texts_are_bounded_and_storable() {
    assertThat(Statuses.text("origin", "M\u00fcnchen\n", 8)).isEqualTo("M\u00fcnchen\n");
    assertThatThrownBy(() -> Statuses.text("origin", "123456789", 8))
        .hasMessage("INVALID_ARGUMENT: origin: 9 characters (expected: at most 8)");
    assertThatThrownBy(() -> Statuses.text("origin", "a\0", 8))
        .hasMessage(
            "INVALID_ARGUMENT: origin: \"a?\" (expected: text without the character U+0000)");
  }
}
