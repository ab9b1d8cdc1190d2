package shippy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QuietFilterTest {
  private static final String DAY = "2026-11-21 12:00:00  file=A.java:1 ";

  private final QuietFilter filter = new QuietFilter();

  private List<String> shown(String... lines) {
    return Stream.of(lines).filter(line -> filter.shows("vessel", line)).toList();
  }

  @Test
  void only_warnings_and_errors_of_a_log_are_shown() {
    assertThat(
            shown(
                DAY + "level=info Starting [service] x",
                DAY + "level=debug level=error is quoted here",
                DAY + "level=warn slow",
                DAY + "level=error lost",
                "{\"time\":\"2026\",\"level\":\"info\",\"msg\":\"a\"}",
                "{\"time\":\"2026\",\"level\":\"error\",\"msg\":\"b\"}"))
        .containsExactly(
            DAY + "level=warn slow",
            DAY + "level=error lost",
            "{\"time\":\"2026\",\"level\":\"error\",\"msg\":\"b\"}");
  }

  @Test
  void what_a_program_prints_is_shown_and_a_trace_goes_with_its_line() {
    assertThat(
            shown(
                "hello from println",
                DAY + "level=info retried",
                "\tat a.B.c(B.java:1)",
                "Caused by: java.io.IOException: x",
                DAY + "level=warn gave up",
                "\tat a.B.d(B.java:2)"))
        .containsExactly("hello from println", DAY + "level=warn gave up", "\tat a.B.d(B.java:2)");
    assertThat(filter.shows("consignment", "  indented first")).isTrue();
  }
}
