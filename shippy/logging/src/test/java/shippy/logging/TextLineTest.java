package shippy.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.logging.LogEvents.event;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.net.ConnectException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import shippy.config.CurrentTrace;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

class TextLineTest {
  private static final String START = "2026-11-21 12:00:00  file=Service.java:42 level=";

  private final TextLine text = new TextLine(() -> ZoneOffset.UTC, false, Optional::empty);
  private final TextLine verbose = new TextLine(() -> ZoneOffset.UTC, true, Optional::empty);

  @Test
  void line_has_go_micros_form_to_the_byte() {
    assertThat(text.apply(event(Level.INFO, "Starting [service] shippy.service.vessel", null)))
        .isEqualTo(
            "2026-11-21 12:00:00  file=Service.java:42 level=info"
                + " Starting [service] shippy.service.vessel\n");
  }

  @Test
  void level_is_in_lower_case_and_time_is_local() {
    assertThat(text.apply(event(Level.ERROR, "x", null))).isEqualTo(START + "error x\n");
    assertThat(
            new TextLine(() -> ZoneId.of("Asia/Tokyo"), false, Optional::empty)
                .apply(event(Level.WARN, "x", null)))
        .isEqualTo("2026-11-21 21:00:00  file=Service.java:42 level=warn x\n");
  }

  @Test
  void line_of_a_span_names_its_trace_as_a_field_of_go_micro() {
    String id = "4bf92f3577b34da6a3ce929d0e0e4736";
    CurrentTrace.Ids ids = new CurrentTrace.Ids(id, "00f067aa0ba902b7");
    TextLine traced = new TextLine(() -> ZoneOffset.UTC, false, () -> Optional.of(ids));
    assertThat(traced.apply(event(Level.INFO, "x", null)))
        .isEqualTo(START + "info trace_id=" + id + " x\n");
  }

  @Test
  void causes_follow_in_the_same_line_and_none_is_repeated() {
    Exception refused = new ConnectException("Connection refused");
    Exception wrapped = new IllegalStateException(refused);
    Exception named =
        Problem.of(ExitCode.UNAVAILABLE, "registry: etcd does not answer").toException(wrapped);
    assertThat(text.apply(event(Level.WARN, "cannot renew", named)))
        .isEqualTo(
            START
                + "warn cannot renew: registry: etcd does not answer: IllegalStateException:"
                + " java.net.ConnectException: Connection refused\n");
    assertThat(text.apply(event(Level.WARN, "", new IOException()))).endsWith(" IOException\n");
  }

  @Test
  void hostile_message_and_exception_forge_no_line() {
    String forged = "x\n2026-11-21 12:00:00  file=A.java:1 level=info all is well\u001b[2J\u2028";
    String plain = text.apply(event(Level.INFO, forged, new IOException(forged)));
    assertThat(plain.lines()).hasSize(1);
    assertThat(plain).endsWith("\n").doesNotContain("\u001b", "\u2028");
    String traced = verbose.apply(event(Level.INFO, forged, new IOException(forged)));
    assertThat(traced.lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("\t"));
    assertThat(traced).doesNotContain("\u001b", "\u2028");
  }

  @Test
  void stack_trace_comes_indented_and_only_if_verbose() {
    Exception error = new IOException("outer", new IOException("inner"));
    error.addSuppressed(new IOException("aside"));
    assertThat(text.apply(event(Level.ERROR, "x", error)).lines()).hasSize(1);
    assertThat(verbose.apply(event(Level.ERROR, "x", error)))
        .startsWith(START + "error x: IOException: outer: IOException: inner\n")
        .contains(
            "\n\tjava.io.IOException: outer\n\t    at shippy.logging.TextLineTest.",
            "\n\tsuppressed: java.io.IOException: aside\n",
            "\n\tcaused by: java.io.IOException: inner\n",
            " more\n")
        .endsWith("\n");
  }

  @Test
  void endless_message_is_cut() {
    String endless = "x".repeat(1_000_000);
    assertThat(text.apply(event(Level.INFO, endless, new IOException(endless))))
        .hasSizeLessThan(20_000);
  }

  @Test
  void unknown_caller_is_marked() {
    LoggingEvent event = event(Level.INFO, "x", null);
    event.setCallerData(new StackTraceElement[0]);
    assertThat(text.apply(event)).contains("file=?:? level=info x");
  }
}
