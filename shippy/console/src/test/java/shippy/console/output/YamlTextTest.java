package shippy.console.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class YamlTextTest {
  @Test
  void text_of_very_many_words_is_a_plain_scalar() {
    String text = "a" + " b".repeat(100_000);
    assertThat(YamlText.document(json -> json.writeString(text), false)).isEqualTo(text + "\n");
  }
}
