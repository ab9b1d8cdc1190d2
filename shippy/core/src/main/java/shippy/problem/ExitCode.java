package shippy.problem;

/**
 * The exit codes of every shippy program. The numbers from 65 are those of BSD {@code sysexits.h};
 * 130 is the shell's convention for SIGINT.
 */
public enum ExitCode {
  OK(0, "success"),
  FAILED(1, "the call failed"),
  USAGE(2, "wrong usage"),
  BAD_INPUT(65, "bad input file"),
  NO_INPUT(66, "no such file"),
  UNAVAILABLE(69, "service not found or registry unreachable"),
  INTERNAL(70, "internal error"),
  TIMEOUT(75, "timed out, may be retried"),
  CONFIG(78, "bad configuration"),
  INTERRUPTED(130, "interrupted");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** The number the process exits with. */
  public int number() {
    return number;
  }

  /** A few words for help texts. */
  public String meaning() {
    return meaning;
  }
}
