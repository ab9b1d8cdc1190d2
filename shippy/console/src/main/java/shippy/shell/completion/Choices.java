package shippy.shell.completion;

import java.util.List;
import picocli.CommandLine.Model.ArgSpec;

/** Completes words with data that only the program has. */
@FunctionalInterface
public interface Choices {
  /**
   * The choices for an option's value or an argument. The user waits, so it returns soon, with what
   * it has by then.
   *
   * @param typed the beginning that is typed already
   */
  List<Choice> of(ArgSpec argument, String typed);
}
