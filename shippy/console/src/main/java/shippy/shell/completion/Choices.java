package shippy.shell.completion;

import java.util.List;
import picocli.CommandLine.Model.ArgSpec;

/** What a program knows to complete. */
@FunctionalInterface
public interface Choices {
  /**
   * What may stand for an option's value or an argument. Called while the user waits, so it has to
   * return within a second, with what it has by then.
   *
   * @param typed what of it is there already
   */
  List<Choice> of(ArgSpec argument, String typed);
}
