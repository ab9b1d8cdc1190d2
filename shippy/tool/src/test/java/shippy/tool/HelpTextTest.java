package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;
import shippy.testkit.GoldenFile;

/** The help of every verb, as a narrow and as a wide terminal show it. */
class HelpTextTest {
  @TempDir private Path home = Path.of("");

  @ParameterizedTest
  @ValueSource(ints = {80, 120})
  void help_of_every_verb_fits_the_terminal(int columns) throws IOException {
    Tool tool = new Tool(home.toString(), Screen.fixed(false, columns));
    StringBuilder all = new StringBuilder();
    for (String verb : verbs(ShippyMain.program(), "")) {
      assertThat(tool.run(("help" + verb).split(" ", -1))).as(verb).isEqualTo(ExitCode.OK);
      assertThat(tool.err()).isEmpty();
      assertThat(tool.out().lines()).as(verb).allMatch(line -> line.length() <= columns);
      all.append("$ shippy help").append(verb).append('\n').append(tool.out()).append('\n');
    }
    GoldenFile.check("help-%d.txt".formatted(columns), all.toString());
  }

  private static Set<String> verbs(CommandLine parent, String path) {
    Set<String> verbs = new TreeSet<>();
    for (CommandLine verb : parent.getSubcommands().values()) {
      String words = path + " " + verb.getCommandName();
      verbs.add(words);
      verbs.addAll(verbs(verb, words));
    }
    return verbs;
  }
}
