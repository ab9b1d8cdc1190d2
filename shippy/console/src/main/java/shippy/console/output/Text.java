package shippy.console.output;

import java.io.PrintStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import shippy.console.io.Screen;
import shippy.problem.ProblemText;

/** Lines and tables for people. Nothing that comes from data can move the cursor. */
public final class Text {
  private final PrintStream out;
  private final Screen screen;

  Text(PrintStream out, Screen screen) {
    this.out = out;
    this.screen = screen;
  }

  /** A line, cleaned of control characters. */
  public void line(String line) {
    out.println(ProblemText.clean(line));
  }

  /** A line indented by tabs, as Go programs print structures. */
  public void indented(int tabs, String line) {
    out.println("\t".repeat(tabs) + ProblemText.clean(line));
  }

  /** Fields separated by tabs, for tools such as {@code cut}. */
  public void fields(String... fields) {
    out.println(Stream.of(fields).map(ProblemText::clean).collect(Collectors.joining("\t")));
  }

  /** A table, as wide as the screen at most. */
  public void table(Table table) {
    table.lines(screen.columns()).forEach(out::println);
  }

  /** Whether the screen shows the table without cutting a cell. */
  public boolean fits(Table table) {
    return table.fits(screen.columns());
  }

  /** A line that goes on below, indented, where the screen ends: at a blank or behind a comma. */
  public void wrapped(String line) {
    String indent = "  ";
    int columns = Math.max(20, screen.columns());
    String rest = ProblemText.clean(line);
    while (DisplayWidth.of(rest) > columns) {
      String head = DisplayWidth.head(rest, columns);
      int end = Math.max(head.lastIndexOf(' '), head.lastIndexOf(',')) + 1;
      int cut = end > 2 * indent.length() ? end : head.length();
      out.println(rest.substring(0, cut).stripTrailing());
      rest = indent + rest.substring(cut);
    }
    out.println(rest);
  }
}
