package shippy.testkit;

import java.util.Map;
import org.opentest4j.TestAbortedException;

/** What tests need of the machine. Stateless. */
public final class Prerequisite {
  private Prerequisite() {}

  /** The exception to throw: it aborts the test, or fails it with {@code CI} in the environment. */
  public static RuntimeException missing(String what) {
    return missing(what, System.getenv());
  }

  static RuntimeException missing(String what, Map<String, String> env) {
    if (env.getOrDefault("CI", "").isEmpty()) {
      return new TestAbortedException(what);
    }
    throw new AssertionError(what);
  }
}
