package shippy.console.io;

import java.util.Map;

/** The screen that output is shown on. Safe for any thread. */
public interface Screen {
  /** The width of a file or a pipe, which has no right edge. */
  int UNLIMITED = Integer.MAX_VALUE;

  /** Whether a standard stream is a terminal, by its number: 0 is the input, 2 the errors. */
  boolean isTerminal(int descriptor);

  /** How many columns a line may have; {@link #UNLIMITED} in a file or a pipe. */
  int columns();

  /** How many lines are seen at once; {@link #UNLIMITED} if that is not known. */
  default int rows() {
    return UNLIMITED;
  }

  /** Whether standard input is a terminal. */
  default boolean inIsTerminal() {
    return isTerminal(0);
  }

  /** Whether standard output is a terminal. */
  default boolean outIsTerminal() {
    return isTerminal(1);
  }

  /** Whether standard error is a terminal. */
  default boolean errIsTerminal() {
    return isTerminal(2);
  }

  /** The screen of this process; asks the system at first use only. */
  static Screen system(Map<String, String> env) {
    return new SystemScreen(env);
  }

  /** A file or a pipe. */
  static Screen none() {
    return fixed(false, UNLIMITED);
  }

  /** A screen of known properties. */
  static Screen fixed(boolean terminal, int columns) {
    return new Screen() {
      @Override
      public boolean isTerminal(int descriptor) {
        return terminal;
      }

      @Override
      public int columns() {
        return columns;
      }
    };
  }
}
