package shippy.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import shippy.problem.Problem;

/** What a check found, for assertions. */
record Rows(List<Finding> all) {
  static Rows of(Check check) {
    return new Rows(check.look());
  }

  /** {@code FAIL etcd: text} for each. */
  List<String> lines() {
    return all.stream().map(f -> f.level() + " " + f.subject() + ": " + f.detail()).toList();
  }

  /** The one line there is. */
  String line() {
    assertThat(all).hasSize(1);
    return lines().get(0);
  }

  /** The command of the first row that has one. */
  String fix() {
    return all.stream()
        .flatMap(finding -> finding.fix().stream())
        .map(Problem.Fix::command)
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing to put right in " + lines()));
  }

  boolean pass() {
    return all.stream().allMatch(found -> found.level() == Finding.Level.PASS);
  }
}
