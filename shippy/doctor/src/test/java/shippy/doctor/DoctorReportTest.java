package shippy.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import shippy.problem.Problem;

class DoctorReportTest {
  private static final Finding WARN =
      Finding.warn(
          "etcd",
          "127.0.0.1:2379: etcd 3.4.23, id 8e9e05c52164694d, leads, end-of-life: gets no fixes",
          new Problem.Fix("upgrade it to 3.5 or newer", "one minor version at a time"));

  @Test
  void words_are_wrapped_at_the_screen_and_the_fix_stands_below() {
    assertThat(DoctorReport.lines(WARN, 80))
        .containsExactly(
            "WARN  etcd       127.0.0.1:2379: etcd 3.4.23, id 8e9e05c52164694d, leads,",
            "                 end-of-life: gets no fixes",
            "      fix: upgrade it to 3.5 or newer (one minor version at a time)");
  }

  @Test
  void command_to_copy_is_never_wrapped() {
    Finding finding = Finding.fail("stale", "gone", new Problem.Fix("x".repeat(75), "forgets it"));
    assertThat(DoctorReport.lines(finding, 80))
        .containsExactly(
            "FAIL  stale      gone", "      fix: " + "x".repeat(75), "           (forgets it)");
  }

  @Test
  void no_line_is_broken_in_a_pipe() {
    assertThat(DoctorReport.lines(WARN, Integer.MAX_VALUE)).hasSize(2);
  }

  @Test
  void summary_counts_the_worst_first() {
    Finding pass = Finding.pass("jdk", "17");
    DoctorReport report = new DoctorReport(List.of(pass, WARN, pass), 80);
    assertThat(report.summary()).isEqualTo("1 WARN, 2 PASS");
    assertThat(report.worst()).isEqualTo(Finding.Level.WARN);
  }
}
