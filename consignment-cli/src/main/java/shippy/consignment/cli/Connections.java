package shippy.consignment.cli;

import shippy.config.Config;

/** Hands out connections: one for each command, or one that a shell keeps. */
@FunctionalInterface
interface Connections {
  /**
   * A connection with these settings, for one command that closes it.
   *
   * @throws shippy.problem.ProblemException if a setting is wrong
   */
  Connection to(Config config);

  /** A new one each time. */
  static Connections fresh() {
    return Connection::open;
  }
}
