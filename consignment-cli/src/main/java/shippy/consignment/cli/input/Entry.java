package shippy.consignment.cli.input;

import static java.util.Objects.requireNonNull;

import shippy.problem.Problem;
import shippy.proto.consignment.Consignment;

/** One record of an input. */
public sealed interface Entry {
  /** Where it is: {@code file:line}. */
  String at();

  /** A consignment, without the fields that only a service sets. */
  record Good(String at, Consignment consignment) implements Entry {
    public Good {
      requireNonNull(at, "at");
      requireNonNull(consignment, "consignment");
    }
  }

  /**
   * A record that cannot be sent.
   *
   * @param problem why
   * @param text its text; empty if it is too long or no text
   */
  record Bad(String at, Problem problem, String text) implements Entry {
    public Bad {
      requireNonNull(at, "at");
      requireNonNull(problem, "problem");
      requireNonNull(text, "text");
    }
  }
}
