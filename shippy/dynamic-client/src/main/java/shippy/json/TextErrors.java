package shippy.json;

import shippy.problem.ProblemException;

/** Makes the errors of a text, in the style of the program that reads it. */
public interface TextErrors {
  /**
   * The problem, with code {@code BAD_INPUT}.
   *
   * @param at the place in the JSON
   * @param remark what may help; empty if there is nothing
   */
  ProblemException error(TextRange at, String what, String remark);
}
