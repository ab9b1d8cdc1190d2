package shippy.testkit;

import java.util.Map;
import org.opentest4j.TestAbortedException;

/** What a test needs of the machine and may not find. Stateless. */
public final class Prerequisite {
  private Prerequisite() {}

  /** What to throw: a developer may do without; a build that checks everything may not. */
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
