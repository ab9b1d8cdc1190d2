package shippy.config.etcd;

import java.util.List;
import java.util.stream.Stream;
import shippy.config.ConfigEntry;
import shippy.config.ConfigEntry.Place;
import shippy.config.ConfigFormat;
import shippy.config.SettingTree;
import shippy.config.etcd.ConfigCentre.Entry;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * go-micro's layout of settings in etcd: each key holds JSON, and its path are the keys that lead
 * to it. {@code /micro/config/client/retries} holds {@code 2}, or {@code /micro/config/client}
 * holds {@code {"retries": 2}}.
 */
final class GoMicroTree {
  /** Where go-micro itself has it. */
  static final ConfigKey ROOT = new ConfigKey("/micro/config/");

  /** JSON of settings is an object, so that a single value is put into one. */
  private static final String WRAPPER = "value";

  private static final String JSON = ".json";

  private GoMicroTree() {}

  /**
   * All settings of a tree.
   *
   * @throws ProblemException if a key does not hold JSON
   */
  static List<ConfigEntry> parse(ConfigKey root, List<Entry> entries) {
    ConfigFormat.parse(JSON, "{}", root.toString()); // fails if no module reads it
    return entries.stream()
        .flatMap(
            entry -> parse(root, entry.key(), entry.text(), EtcdConfigSource.name(entry)).stream())
        .toList();
  }

  /** The settings in one key of a tree. */
  static List<ConfigEntry> parse(ConfigKey root, String key, String text, String source) {
    List<String> path =
        Stream.of(key.substring(root.text().length()).split("/"))
            .filter(part -> !part.isEmpty())
            .toList();
    return text.stripLeading().startsWith("{")
        ? parseObject(path, text, source)
        : parseValue(path, text, new Place(source, 1, 1));
  }

  private static List<ConfigEntry> parseObject(List<String> path, String text, String source) {
    return ConfigFormat.parse(JSON, text, source).stream()
        .map(
            found ->
                new ConfigEntry(
                    Stream.concat(path.stream(), found.path().stream()).toList(),
                    found.text(),
                    found.place()))
        .toList();
  }

  private static List<ConfigEntry> parseValue(List<String> path, String text, Place place) {
    Problem problem =
        place.problem("no JSON (expected: such as 2, \"text\", [\"a\", \"b\"] or {\"key\": 2})");
    String object = "{\"%s\": %s}".formatted(WRAPPER, text);
    List<ConfigEntry> found;
    try {
      found = ConfigFormat.parse(JSON, object, place.source());
    } catch (ProblemException e) {
      throw problem.toException(e);
    }
    if (found.size() != 1 || !found.get(0).path().equals(List.of(WRAPPER))) {
      throw problem.toException();
    }
    return List.of(new ConfigEntry(path, found.get(0).text(), place));
  }

  /**
   * Refuses a text if another key of its tree has one of its settings, too.
   *
   * @throws ProblemException with code {@code BAD_INPUT}
   */
  static void requireFit(List<Entry> tree, ConfigKey key, String text, String source) {
    List<Entry> others = tree.stream().filter(entry -> !entry.key().equals(key.text())).toList();
    List<ConfigEntry> entries;
    SettingTree settings = SettingTree.of(List.of());
    try {
      entries = parse(ROOT, others);
      settings.values(entries, /* remote= */ true, problem -> {});
    } catch (ProblemException e) {
      return; // those who follow the tree refuse it anyway
    }
    Stream<ConfigEntry> own = parse(ROOT, key.text(), text, source).stream();
    try {
      settings.values(
          Stream.concat(entries.stream(), own).toList(), /* remote= */ true, problem -> {});
    } catch (ProblemException e) {
      throw e.problem().withCode(ExitCode.BAD_INPUT).toException(e);
    }
  }
}
