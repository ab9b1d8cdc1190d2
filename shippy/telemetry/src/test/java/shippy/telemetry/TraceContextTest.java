package shippy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String GOOD = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void header_names_trace_and_span_and_is_written_as_it_was_read() {
    TraceContext read = TraceContext.parse(GOOD).orElseThrow();
    assertThat(read.trace()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(read.span()).isEqualTo(0x00f067aa0ba902b7L);
    assertThat(read.traceparent()).isEqualTo(GOOD);
  }

  @Test
  void what_is_not_recorded_is_passed_on_as_it_came() {
    String header = GOOD.substring(0, GOOD.length() - 1) + "0";
    TraceContext read = TraceContext.parse(header).orElseThrow();
    assertThat(read.recorded()).isFalse();
    assertThat(read.next(new SplittableRandom(1)).traceparent()).isEqualTo(header);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes-later"
      })
  void headers_of_other_flags_and_versions_to_come_are_read(String header) {
    assertThat(TraceContext.parse(header).map(TraceContext::traceparent)).contains(GOOD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "00",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ",
        " 0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e47\u001b6-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473\u0663-00f067aa0ba902b7-01",
        "0000000000000000000000000000000000000000000000000000000"
      })
  void anything_else_is_ignored(String header) {
    assertThat(TraceContext.parse(header)).isEmpty();
  }

  @Test
  void missing_and_overlong_headers_are_ignored() {
    assertThat(TraceContext.parse(null)).isEmpty();
    assertThat(TraceContext.parse(GOOD + "0".repeat(7_000))).isEmpty();
  }

  @Test
  void next_span_keeps_the_trace_and_is_never_zero() {
    TraceContext at = TraceContext.parse(GOOD).orElseThrow();
    TraceContext next = at.next(new SplittableRandom(1));
    assertThat(next.trace()).isEqualTo(at.trace());
    assertThat(next.span()).isNotEqualTo(at.span());

    RandomGenerator zeros = () -> 0;
    TraceContext unlucky = TraceContext.begin(zeros).next(zeros);
    assertThat(TraceContext.parse(unlucky.traceparent())).contains(unlucky);
  }
}
