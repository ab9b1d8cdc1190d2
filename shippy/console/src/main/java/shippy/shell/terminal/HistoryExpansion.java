package shippy.shell.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.reader.Expander;
import org.jline.reader.History;

/**
 * Recalls earlier commands by {@code !} at the start of a line: {@code !!} is the last one, {@code
 * !-2} the one before it, {@code !list} the last that begins with {@code list}. What follows {@code
 * !!} is appended. An exclamation mark elsewhere is an ordinary character: JSON has them.
 * Stateless.
 */
final class HistoryExpansion implements Expander {
  private static final Pattern LAST = Pattern.compile("!!(.*)", Pattern.DOTALL);
  private static final Pattern BACK = Pattern.compile("!-(\\d{1,6})");
  private static final Pattern START = Pattern.compile("!(\\p{L}.*)");

  @Override
  public String expandHistory(History history, String line) {
    List<String> lines = new ArrayList<>();
    history.forEach(entry -> lines.add(entry.line()));
    return expand(line, lines).orElse(line);
  }

  @Override
  public String expandVar(String word) {
    return word;
  }

  /** The command that the line recalls, else the line itself; empty if there is no such command. */
  static Optional<String> expand(String line, List<String> history) {
    if (!line.startsWith("!") || line.length() == 1) {
      return Optional.of(line);
    }
    Matcher m = LAST.matcher(line);
    if (m.matches()) {
      return get(history, history.size() - 1).map(last -> last + m.group(1));
    }
    Matcher back = BACK.matcher(line.strip());
    if (back.matches()) {
      return get(history, history.size() - Integer.parseInt(back.group(1)));
    }
    Matcher start = START.matcher(line.strip());
    return start.matches() ? lastStarting(start.group(1), history) : Optional.of(line);
  }

  private static Optional<String> get(List<String> history, int index) {
    return index >= 0 && index < history.size()
        ? Optional.of(history.get(index))
        : Optional.empty();
  }

  private static Optional<String> lastStarting(String start, List<String> history) {
    return history.stream().filter(line -> line.startsWith(start)).reduce((a, b) -> b);
  }
}
