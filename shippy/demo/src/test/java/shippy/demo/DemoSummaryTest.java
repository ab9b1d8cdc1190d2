package shippy.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import shippy.config.Settings;
import shippy.console.Action;
import shippy.console.Console;
import shippy.console.Invocation;
import shippy.console.io.IoStreams;
import shippy.console.io.Screen;
import shippy.demo.CallTotals.Counts;
import shippy.fsck.FsckReport;
import shippy.problem.ExitCode;

class DemoSummaryTest {
  private static final FsckReport SOUND = new FsckReport(1_204, 1_204, 3, List.of(), List.of());
  private static final Counts FINE = new Counts(9_214, 0, 14, Duration.ofMillis(1_211));
  private static final Counts LOST_ONE = new Counts(9_214, 1, 14, Duration.ofSeconds(5));

  @Test
  void summary_is_a_row_for_each_step_and_the_verdict_last() {
    List<DemoSummary.Row> rows =
        List.of(
            new DemoSummary.Row(
                "steady load", Duration.ofSeconds(9), new Counts(612, 0, 0, Duration.ofMillis(48))),
            new DemoSummary.Row("kill -9 the etcd leader", Duration.ofSeconds(61), FINE));

    String text =
        shown(new DemoSummary(rows, FINE, List.of(), List.of(), 1_204, 0, Optional.of(SOUND)));

    assertThat(text)
        .isEqualTo(
            """
            STEP                       AT  CALLS  RETRIED  FAILED   SLOWEST
            steady load              0:09    612        0       0     48 ms
            kill -9 the etcd leader  1:01  9 214       14       0  1 211 ms

            checked 1 204 consignments, 1 204 reservations, 3 vessels: no mismatch
            0 of 1 204 acknowledged consignments missing
            0 of 9 214 requests lost
            """);
  }

  @Test
  void what_went_wrong_is_told_before_the_verdict() {
    List<String> failures = List.of("create: UNKNOWN: a", "b", "c", "d", "e", "f");

    String text =
        shown(
            new DemoSummary(
                List.of(), LOST_ONE, failures, List.of("vessel-1"), 7, 1, Optional.empty()));

    assertThat(text)
        .isEqualTo(
            """
            STEP  AT  CALLS  RETRIED  FAILED  SLOWEST

              create: UNKNOWN: a
              b
              c
              d
              e
              …
              vessel-1 ended by itself
            1 of 7 acknowledged consignments missing
            1 of 9 214 requests lost
            """);
  }

  @Test
  void summary_as_json_has_the_same_figures() {
    List<DemoSummary.Row> rows =
        List.of(new DemoSummary.Row("steady load", Duration.ofSeconds(9), FINE));

    String json =
        shown(
            new DemoSummary(rows, FINE, List.of("x"), List.of(), 7, 0, Optional.of(SOUND)),
            "-o",
            "json");

    assertThat(json)
        .contains("\"step\": \"steady load\",\n      \"at_ms\": 9000,\n      \"calls\": 9214,")
        .contains("\"failed\": 0,\n  \"slowest_ms\": 1211,\n  \"failures\": [\n    \"x\"")
        .contains("\"acknowledged\": 7,\n  \"missing\": 0,\n  \"fsck\": {\n    \"consignments\"");
  }

  @Test
  void clean_is_nothing_failed_crashed_or_missing_and_books_that_agree() {
    assertThat(summary(FINE, List.of(), 0, Optional.of(SOUND)).clean()).isTrue();
    assertThat(summary(LOST_ONE, List.of(), 0, Optional.of(SOUND)).clean()).isFalse();
    assertThat(summary(FINE, List.of("vessel-1"), 0, Optional.of(SOUND)).clean()).isFalse();
    assertThat(summary(FINE, List.of(), 1, Optional.of(SOUND)).clean()).isFalse();
    assertThat(summary(FINE, List.of(), 0, Optional.empty()).clean()).isFalse();
  }

  private static DemoSummary summary(
      Counts total, List<String> crashed, long missing, Optional<FsckReport> fsck) {
    return new DemoSummary(List.of(), total, List.of(), crashed, 7, missing, fsck);
  }

  private static String shown(DemoSummary summary, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, UTF_8);
    IoStreams io =
        new IoStreams(InputStream.nullInputStream(), stream, stream, Map.of(), Screen.none());
    new Console(new CommandLine(new SummaryCommand(summary)), Settings.CALLER, io)
        .run(List.of(args));
    return out.toString(UTF_8);
  }

  @Command(name = "shower")
  private static final class SummaryCommand implements Action {
    private final DemoSummary summary;

    SummaryCommand(DemoSummary summary) {
      this.summary = summary;
    }

    @Override
    public ExitCode run(Invocation call) {
      call.output().show(summary);
      return ExitCode.OK;
    }
  }
}
