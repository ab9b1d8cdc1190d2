package shippy.consignment.cli.create;

import java.util.function.Supplier;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.proto.consignment.Response;

/** What became of one record. */
sealed interface CreateOutcome {
  /** What a summary counts. */
  enum Kind {
    CREATED,
    EXISTED,
    REFUSED,
    UNKNOWN,
    UNSENT
  }

  Kind kind();

  /** The service has it, under this id. */
  record Stored(String id, Response answer) implements CreateOutcome {
    @Override
    public Kind kind() {
      return answer.getAlreadyThere() ? Kind.EXISTED : Kind.CREATED;
    }
  }

  /**
   * It was not created, or that is not known.
   *
   * @param message where it is and why it failed
   * @param line what {@code --errors} keeps of it
   */
  record Failed(String message, ProblemException failure, Supplier<String> line)
      implements CreateOutcome {
    Problem problem() {
      return failure.problem();
    }

    @Override
    public Kind kind() {
      return switch (problem().code()) {
        case TIMEOUT, INTERRUPTED -> Kind.UNKNOWN;
        case UNAVAILABLE, CONFIG -> Kind.UNSENT;
        case OK, FAILED, USAGE, BAD_INPUT, NO_INPUT, INTERNAL -> Kind.REFUSED;
      };
    }
  }
}
