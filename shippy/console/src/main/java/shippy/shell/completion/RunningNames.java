package shippy.shell.completion;

import java.util.List;
import shippy.console.Invocation;

/** What a program knows of that which is running. */
@FunctionalInterface
public interface RunningNames {
  /**
   * Completes names, with the settings of a call. It may take long, and fail.
   *
   * @param before the words before the one to complete
   */
  Choices choices(Invocation call, List<String> before);
}
