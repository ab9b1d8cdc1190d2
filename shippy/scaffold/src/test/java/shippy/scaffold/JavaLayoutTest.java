package shippy.scaffold;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaLayoutTest {
  private static final String A = "a".repeat(44);

  @Test
  void imports_are_sorted_and_only_those_that_are_used_stay() {
    String source =
        """
        package a;

        import b.Used;
        import a.First;
        import static c.D.e;
        import b.Mentioned;

        /** Mentioned here only. */
        class X extends First {
          String text = e(Used.class, "Mentioned");
        }
        """;

    assertThat(JavaLayout.of(source))
        .isEqualTo(
            """
            package a;

            import static c.D.e;

            import a.First;
            import b.Used;

            /** Mentioned here only. */
            class X extends First {
              String text = e(Used.class, "Mentioned");
            }
            """);
  }

  /** Each in one line, and as google-java-format breaks it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "    call(\n        %1$s, %1$s);",
        "    call(\n        %1$s,\n        %1$s,\n        %1$s);",
        "    Type name =\n        call(%1$s, b2345678901234567890123456789012345);",
        "    return %1$s\n        .first(%1$s)\n        .second(%1$s);",
        "    return Xyzabc.build(%1$s)\n        .first(%1$s)\n        .second(%1$s);",
        "  static void %1$s(String one, int two, long three)\n      throws AnException {",
        "  void name(\n      %1$s one, B23456789012345678901234567890123 two) {",
        "        %1$s.is()\n            ? %1$s\n            : %1$s,"
      })
  void lines_that_are_too_long_are_broken(String broken) {
    String expected = broken.formatted(A);
    String line =
        expected
            .replaceAll("\\n +(?=[.])", "")
            .replaceAll("\\(\\n +", "(")
            .replaceAll("\\n +", " ");

    assertThat(JavaLayout.of("package a;\n" + line + "\n"))
        .isEqualTo("package a;\n" + expected + "\n");
  }
}
