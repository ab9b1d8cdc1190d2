package shippy.doctor;

import java.util.List;

/** Looks at one thing and changes nothing that lasts. */
interface Check {
  /** What it looks at, in a word. */
  String subject();

  /**
   * The rows, none if there is nothing to say here. Blocks for a few seconds at most.
   *
   * @throws shippy.problem.ProblemException which makes a failing row
   */
  List<Finding> look();
}
