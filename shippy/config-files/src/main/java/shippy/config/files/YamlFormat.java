package shippy.config.files;

import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import shippy.config.ConfigEntry;
import shippy.config.ConfigEntry.Place;
import shippy.config.ConfigFormat;

/** Settings in YAML 1.2, without tags and merge keys. Stateless. */
public final class YamlFormat implements ConfigFormat {
  private static final List<Map.Entry<String, String>> EXPECTED =
      List.of(
          Map.entry("(TAB)", "spaces, not a tab"),
          Map.entry("mapping values", "quotes around a value with a colon, or keys in one column"),
          Map.entry("find expected ':'", "a colon and a value after the key"),
          Map.entry("<block end>", "keys in one column, and nothing after quotes"),
          Map.entry("',' or", "a comma or a closing bracket"),
          Map.entry("sequence entries", "a list that begins on the next line"),
          Map.entry("end of stream", "a closing quote"),
          Map.entry("escape", "an escape such as \\\\, \\n or \\u0041, or single quotes"),
          Map.entry("tag", "values without a tag"));

  @Override
  public List<String> endings() {
    return List.of("yaml", "yml");
  }

  @Override
  public List<ConfigEntry> parse(String text, String source) {
    YamlEvents events = new YamlEvents(source);
    // In one piece: the library fails where a character of two halves is between two buffers.
    LoadSettings settings =
        LoadSettings.builder().setBufferSize(ConfigFormat.MAX_CHARACTERS + 1).build();
    try {
      for (Event event : new Parse(settings).parseString(text)) {
        events.take(event);
      }
    } catch (MarkedYamlEngineException e) {
      throw EntryCollector.refused(
          events.place(e.getProblemMark()),
          "not YAML (expected: %s)".formatted(expected(e.getProblem())));
    } catch (YamlEngineException e) { // says nothing of where or what
      throw EntryCollector.refused(new Place(source, 1, 0), "not YAML (expected: version 1.2)");
    } catch (NumberFormatException e) { // as \UFFFFFFFF
      throw EntryCollector.refused(
          new Place(source, 1, 0), "not YAML (expected: escapes and numbers in their range)");
    }
    return events.entries();
  }

  /** What is said of a problem. The library's text may quote the document, and so a secret. */
  private static String expected(String problem) {
    return EXPECTED.stream()
        .filter(known -> problem.contains(known.getKey()))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElse("quotes around a text with special characters");
  }
}
