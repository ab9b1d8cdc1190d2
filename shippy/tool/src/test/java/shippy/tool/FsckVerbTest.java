package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.console.io.Screen;
import shippy.fsck.FakeServices;
import shippy.problem.ExitCode;
import shippy.proto.consignment.Status;
import shippy.testkit.GoldenFile;

class FsckVerbTest {
  private static final String ID = "019aa5db-3d00-7cd8-9a3e-c39bda137e6";

  private final FakeServices services = new FakeServices();
  private final Tool tool = new Tool("/nonexistent", Screen.fixed(true, 80));

  @AfterEach
  void close() {
    services.close();
  }

  @Test
  void nothing_to_find_is_one_line_and_success() {
    fill(1_204);

    assertThat(fsck()).isEqualTo(ExitCode.OK);
    assertThat(out())
        .isEqualTo("checked 1 204 consignments, 1 204 reservations, 1 vessel: no mismatch\n");
  }

  @Test
  void nothing_to_find_as_json_is_the_same_object() {
    fill(1);

    assertThat(fsck("-o", "json")).isEqualTo(ExitCode.OK);
    assertThat(out())
        .isEqualTo(
            """
            {
              "consignments": 1,
              "reservations": 1,
              "vessels": 1,
              "mismatches": [],
              "repaired": []
            }
            """);
  }

  @Test
  void mismatches_are_a_table_that_is_explained() throws IOException {
    spoil();

    assertThat(fsck()).isEqualTo(ExitCode.FAILED);
    GoldenFile.check("fsck.txt", tool.out());
    assertThat(out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(err()).isEmpty();
  }

  @Test
  void mismatches_as_json_are_complete() throws IOException {
    spoil();

    assertThat(fsck("-o", "json")).isEqualTo(ExitCode.FAILED);
    GoldenFile.check("fsck.json", tool.out());
  }

  @Test
  void repairs_come_before_what_is_left() throws IOException {
    spoil();

    assertThat(fsck("--repair")).isEqualTo(ExitCode.FAILED);
    GoldenFile.check("fsck-repair.txt", tool.out());
  }

  @Test
  void repairs_as_json_say_what_was_done() throws IOException {
    spoil();

    assertThat(fsck("--repair", "-o=json")).isEqualTo(ExitCode.FAILED);
    GoldenFile.check("fsck-repair.json", tool.out());
  }

  @Test
  void repaired_completely_is_success() {
    services.reservation("x", false);
    services.vessel(1);

    assertThat(fsck("--repair", "--release-unknown")).isEqualTo(ExitCode.OK);
    assertThat(out())
        .isEqualTo(
            """
            released x
            checked 0 consignments, 0 reservations, 1 vessel: 1 repaired, no mismatch left
            """);
  }

  @Test
  void release_unknown_alone_is_a_mistake() {
    assertThat(fsck("--release_unknown")).isEqualTo(ExitCode.USAGE);
    assertThat(err())
        .isEqualTo(
            """
            error: --release_unknown alone (expected: with --repair)
              try:    shippy fsck --repair --release_unknown   repair, these too
            """);
  }

  @Test
  void wait_of_another_form_is_a_mistake() {
    assertThat(run("fsck", "--wait", "soon")).isEqualTo(ExitCode.USAGE);
    assertThat(err()).startsWith("error: --wait: \"soon\" (expected: a duration such as 15s");
  }

  @Test
  void service_that_is_not_there_is_told_as_by_other_verbs() {
    assertThat(run("fsck", "--registry_address=empty")).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(err()).startsWith("error: no instance of shippy.service.vessel found (registry: ");
    assertThat(out()).isEmpty();
  }

  @Test
  void help_shows_its_own_options_first() {
    assertThat(run("fsck", "--help")).isEqualTo(ExitCode.OK);
    assertThat(out())
        .containsSubsequence("--repair", "--release_unknown", "--wait", "shippy help options");
    assertThat(run("stop", "--help")).isEqualTo(ExitCode.OK);
    assertThat(out()).doesNotContain("--wait");
  }

  private void fill(int rows) {
    for (int i = 0; i < rows; i++) {
      services.consignment("c" + i, Status.CONFIRMED);
      services.reservation("c" + i, true);
    }
    services.vessel(rows);
    services.widen(2_000);
  }

  /** Two that can be repaired, and three that cannot. */
  private void spoil() {
    services.consignment(ID + 1, Status.CONFIRMED);
    services.reservation(ID + 1, false);
    services.consignment(ID + 2, Status.CANCELLED);
    services.reservation(ID + 2, true);
    services.consignment(ID + 3, Status.CONFIRMED);
    services.reservation(ID + 4, true);
    services.consignment(ID + 5, Status.PENDING);
    services.vessel(3);
    services.widen(2);
  }

  private ExitCode fsck(String... args) {
    return run(
        Stream.concat(
                Stream.of("fsck", "--wait=1ms", "--registry_address=" + services.port()),
                Stream.of(args))
            .toArray(String[]::new));
  }

  private ExitCode run(String... args) {
    return tool.run(args);
  }

  private String out() {
    return tool.out();
  }

  private String err() {
    return tool.err();
  }
}
