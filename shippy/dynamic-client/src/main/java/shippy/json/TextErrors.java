package shippy.json;

import shippy.problem.ProblemException;

/** Says that a text is wrong, and where, in the way of the program that reads it. */
public interface TextErrors {
  /**
   * The problem, with code {@code BAD_INPUT}.
   *
   * @param at the place in the JSON
   * @param remark what may help beside it; empty if there is nothing
   */
  ProblemException error(TextRange at, String what, String remark);
}
