package shippy.testkit;

/** An assertion or a step of a test; may throw anything. */
@FunctionalInterface
public interface ThrowingRunnable {
  // The author of a test writes the body: narrowing the type would only move the noise there.
  void run() throws Exception;
}
