package shippy.console.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import shippy.console.io.Screen;

class TextTest {
  private static String wrapped(int columns, String line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Text(new PrintStream(out, true, UTF_8), Screen.fixed(true, columns)).wrapped(line);
    return out.toString(UTF_8);
  }

  @Test
  void long_line_goes_on_indented_after_a_blank_or_a_comma() {
    assertThat(wrapped(20, "expected: a number from 0 to 4"))
        .isEqualTo("expected: a number\n  from 0 to 4\n");
    assertThat(wrapped(20, "value: abc=debug,defghi=warn"))
        .isEqualTo("value: abc=debug,\n  defghi=warn\n");
    assertThat(wrapped(20, "x".repeat(30)))
        .isEqualTo("x".repeat(20) + "\n  " + "x".repeat(10) + "\n");
    assertThat(wrapped(1, "x".repeat(21))).hasLineCount(2);
    assertThat(wrapped(Screen.UNLIMITED, "x ".repeat(999).strip())).hasLineCount(1);
  }
}
