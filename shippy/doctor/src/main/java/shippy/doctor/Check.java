package shippy.doctor;

import java.util.List;
import shippy.problem.Problem;

/** Checks one thing, and changes nothing that lasts. */
interface Check {
  /** What it checks, in a word. */
  String subject();

  /**
   * The rows; none if there is nothing to say. Blocks for a few seconds at most.
   *
   * @throws shippy.problem.ProblemException which becomes a failing row
   */
  List<Finding> look();

  default Finding pass(String detail) {
    return Finding.pass(subject(), detail);
  }

  default Finding warn(String detail, Problem.Fix fix) {
    return Finding.warn(subject(), detail, fix);
  }

  default Finding fail(String detail, Problem.Fix fix) {
    return Finding.fail(subject(), detail, fix);
  }
}
