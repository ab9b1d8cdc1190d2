package shippy.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import shippy.problem.ProblemException;

/** Lines {@code key = value}; {@code #} starts a comment line, a dot in a key goes one deeper. */
final class PropertiesFormat implements ConfigFormat {
  private static final Pattern LINE = Pattern.compile("([^\\s=:]+)\\s*=\\s*(.*?)\\s*");

  private static final Pattern FIRST_WORD = Pattern.compile("([\\w-]+)[:\\s].*");

  @Override
  public List<String> endings() {
    return List.of("properties");
  }

  @Override
  public List<ConfigEntry> parse(String text, String source) {
    List<ConfigEntry> entries = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String raw = lines.get(i);
      String line = raw.strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        int start = raw.indexOf(line) + 1;
        Matcher m = LINE.matcher(line);
        ConfigEntry.Place place = new ConfigEntry.Place(source, i + 1, start);
        if (!m.matches()) {
          throw malformed(place, line);
        }
        if (m.group(2).endsWith("\\")) {
          throw place
              .problem("\"%s\" goes on in the next line (expected: one line)".formatted(m.group(1)))
              .toException();
        }
        if (!keys.add(m.group(1))) {
          throw place.problem("\"%s\" is set twice".formatted(m.group(1))).toException();
        }
        entries.add(new ConfigEntry(path(m.group(1)), m.group(2), place));
      }
    }
    return entries;
  }

  private static List<String> path(String key) {
    return List.of(key.split("\\.", -1));
  }

  /** Shows the line's first word only: the rest may be a password. */
  private static ProblemException malformed(ConfigEntry.Place place, String line) {
    Matcher word = FIRST_WORD.matcher(line);
    String shown = word.matches() ? "\"%s…\"".formatted(word.group(1)) : "no setting";
    return place.problem(shown + " (expected: key = value)").toException();
  }
}
