package shippy.demo;

import shippy.config.Config;

/** The page that shows the services of a demo in a browser, while it is open. */
public interface DemoPage extends AutoCloseable {
  /** Where it is, and why there. */
  String place();

  @Override
  void close();

  /** Opens one. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens it on the registry of these settings, at any port that is free.
     *
     * @throws shippy.problem.ProblemException if nothing can listen
     */
    DemoPage open(Config config);
  }
}
