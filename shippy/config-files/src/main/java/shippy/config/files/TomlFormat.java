package shippy.config.files;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlEntry;
import org.tomlj.TomlKeyValue;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import org.tomlj.TomlValue;
import shippy.config.ConfigEntry;
import shippy.config.ConfigEntry.Place;
import shippy.config.ConfigFormat;
import shippy.problem.ProblemException;

/** Settings in TOML 1.1. Stateless. */
public final class TomlFormat implements ConfigFormat {
  private static final Pattern TWICE =
      Pattern.compile("(.*?) (?:is .*\\()?(?:previously )?defined at line (\\d+), column (\\d+).*");
  private static final Pattern UNEXPECTED =
      Pattern.compile("Unexpected .*, expected (.*)", Pattern.DOTALL);
  private static final Pattern BARE = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d )?[^\\s,\\]}#]+");

  @Override
  public List<String> endings() {
    return List.of("toml");
  }

  @Override
  public List<ConfigEntry> parse(String text, String source) {
    TomlParseResult toml = Toml.parse(text);
    if (toml.hasErrors()) {
      throw malformed(toml.errors().get(0), source);
    }
    Reader reader = new Reader(text, source);
    reader.map(toml, new Place(source, 1, 1));
    return reader.collector.entries();
  }

  /** Unexpected text is not shown: it may be a secret. */
  private static ProblemException malformed(TomlParseError error, String source) {
    String what = String.valueOf(error.getMessage());
    Place place = new Place(source, error.position().line(), error.position().column());
    Matcher twice = TWICE.matcher(what);
    if (twice.matches()) {
      return EntryCollector.refused(
          place,
          "\"%s\" is set twice, first in %s:%s:%s"
              .formatted(twice.group(1), source, twice.group(2), twice.group(3)));
    }
    if (what.startsWith("Nesting is too deep")) {
      return EntryCollector.refused(place, EntryCollector.TOO_DEEP);
    }
    Matcher unexpected = UNEXPECTED.matcher(what);
    return EntryCollector.refused(
        place,
        unexpected.matches()
            ? "not TOML (expected: %s)"
                .formatted(
                    unexpected
                        .group(1)
                        .replace("a value", "a value: text in quotes, a number, true or false"))
            : "not TOML: " + what);
  }

  private static final class Reader {
    private final List<String> lines;
    private final String source;
    private final EntryCollector collector = new EntryCollector();

    Reader(String text, String source) {
      this.lines = text.lines().toList();
      this.source = source;
    }

    void map(TomlTable map, Place place) {
      collector.startMap(place);
      for (String key : map.keySet()) {
        TomlKeyValue entry = map.entry(List.of(key));
        collector.key(key, place(entry.position()));
        value(entry);
      }
      collector.endMap();
    }

    private void value(TomlEntry entry) {
      TomlValue value = entry.value();
      Place place = place(entry.position());
      if (value.isTable()) {
        map(value.getTable(), place);
      } else if (value.isArray()) {
        collector.startList(place);
        TomlArray list = value.getArray();
        for (int i = 0; i < list.size(); i++) {
          value(list.entry(i));
        }
        collector.endList();
      } else {
        collector.value(text(value), place);
      }
    }

    /** Versions such as 1.10, and times, as they are written: their values do not keep that. */
    private String text(TomlValue value) {
      if (value.isString() || value.isLong() || value.isBoolean()) {
        return value.get().toString();
      }
      String line = lines.get(value.position().line() - 1);
      Matcher bare = BARE.matcher(line);
      int start = line.offsetByCodePoints(0, value.position().column() - 1);
      return bare.find(start) ? bare.group().replace("_", "") : value.get().toString();
    }

    private Place place(TomlPosition at) {
      return new Place(source, at.line(), at.column());
    }
  }
}
