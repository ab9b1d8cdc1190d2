package shippy.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.Suggestion;

/**
 * The settings of a program as a tree: the keys {@code client}, {@code request-timeout} lead to
 * {@code client_request_timeout}, and all keys below {@code log_levels} to one setting, whose value
 * is a map. Immutable.
 */
public final class SettingTree {
  private static final String VARIABLE = "MICRO_";

  private final Map<String, Setting<?>> known;

  private SettingTree(Map<String, Setting<?>> known) {
    this.known = Map.copyOf(known);
  }

  /** For a program with these settings of its own, besides those that any program can have. */
  public static SettingTree of(Collection<? extends Setting<?>> own) {
    Map<String, Setting<?>> all = new HashMap<>();
    for (Setting<?> setting : own) {
      all.putIfAbsent(setting.name(), setting);
    }
    for (Setting<?> setting : Settings.ALL) {
      all.putIfAbsent(setting.name(), setting);
    }
    return new SettingTree(all);
  }

  /** All settings, by name. */
  List<Setting<?>> settings() {
    return known.values().stream().sorted(Comparator.comparing(Setting::name)).toList();
  }

  /** The setting of that name, which must be one. */
  Setting<?> get(String name) {
    return Optional.<Setting<?>>ofNullable(known.get(name))
        .or(() -> Settings.ofCommand(name))
        .orElseThrow();
  }

  /**
   * The values of a source by setting name; each can be parsed.
   *
   * @param remote whether it comes from another machine, which may not set everything
   * @param unknown is told of keys that are no setting
   * @throws ProblemException that names the place, if a value does not have its setting's form, a
   *     setting is set twice, or it may not be set there
   */
  public Map<String, Config.Origin> values(
      List<ConfigEntry> entries, boolean remote, Consumer<Problem> unknown) {
    Map<String, Config.Origin> values = new TreeMap<>();
    Map<String, String> places = new HashMap<>();
    for (ConfigEntry entry : entries) {
      Optional<Match> match = match(entry).or(() -> remote ? Optional.empty() : ofCommand(entry));
      if (match.isEmpty()) {
        unknown.accept(unknown(entry));
        continue;
      }
      Match found = match.get();
      if (remote && Settings.isLocal(found.setting())) {
        throw entry
            .place()
            .problem("%s cannot be set here".formatted(found.setting().name()))
            .withLikely("a config centre that set it could lock everybody out")
            .withFix(found.setting().variables().get(0) + "=...", "set it where the program runs")
            .toException();
      }
      requireNew(found, entry, places);
      Config.Origin origin = new Config.Origin(found.text(entry), entry.place());
      Config.parse(found.setting(), origin);
      values.merge(found.setting().name(), origin, Config.Origin::and);
    }
    return values;
  }

  /** The same, where an unknown key is refused too. */
  Map<String, Config.Origin> values(List<ConfigEntry> entries, boolean remote) {
    return values(
        entries,
        remote,
        problem -> {
          throw problem.toException();
        });
  }

  /**
   * Refuses entries of another machine that cannot be used besides stronger settings. Of what does
   * not fit each other they must hold a part: else it is no fault of theirs.
   *
   * @throws ProblemException that names the place of one
   */
  void requireUsable(List<ConfigEntry> entries, Config stronger) {
    Map<String, Config.Origin> values = values(entries, /* remote= */ true);
    if (values.containsKey(Settings.REGISTER_TTL.name())
        || values.containsKey(Settings.REGISTER_INTERVAL.name())) {
      List<Map<String, Config.Origin>> all = new ArrayList<>(stronger.sources());
      all.add(values);
      requireFit(stronger.withSources(all));
    }
  }

  /**
   * Refuses values that do not fit each other: a node must be renewed before it vanishes.
   *
   * @throws ProblemException that names the place of one
   */
  public static void requireFit(Config config) {
    Duration ttl = config.get(Settings.REGISTER_TTL);
    Duration interval = config.get(Settings.REGISTER_INTERVAL);
    if (interval.compareTo(ttl) >= 0) {
      throw config.invalid(
          Settings.REGISTER_INTERVAL, "less than register_ttl, " + ttl.toSeconds() + "s");
    }
  }

  /** In one spelling, and of a map either the whole or each key once. */
  private static void requireNew(Match found, ConfigEntry entry, Map<String, String> places) {
    String name = found.setting().name();
    String place = entry.place().toString();
    String same = places.get(found.name());
    String whole = found.key().isEmpty() ? places.get(name + ".") : places.get(name);
    String first = same == null ? whole : same;
    if (first != null) {
      throw entry
          .place()
          .problem("%s is set twice, first in %s".formatted(found.name(), first))
          .toException();
    }
    places.put(found.name(), place);
    places.putIfAbsent(name + (found.key().isEmpty() ? "" : "."), place);
  }

  /** A setting, and the key in its map; empty if its whole value is meant. */
  private record Match(Setting<?> setting, String key) {
    private static final Pattern KEY = Pattern.compile("[^\\s=,\"']+");

    String name() {
      return key.isEmpty() ? setting.name() : setting.name() + "." + key;
    }

    String text(ConfigEntry entry) {
      if (key.isEmpty()) {
        return entry.text();
      }
      if (!KEY.matcher(key).matches()) {
        throw entry
            .place()
            .problem("\"%s\" (expected: a key without blanks, quotes, commas and =)".formatted(key))
            .toException();
      }
      if (entry.text().contains(",")) {
        throw entry
            .place()
            .problem("\"%s\" (expected: one value, without a comma)".formatted(entry.text()))
            .toException();
      }
      return key + "=" + entry.text();
    }
  }

  private Optional<Match> match(ConfigEntry entry) {
    List<String> path = entry.path();
    for (int length = path.size(); length > 0; length--) {
      Setting<?> setting = known.get(name(path.subList(0, length)));
      if (setting != null && length == path.size()) {
        return Optional.of(new Match(setting, ""));
      }
      if (setting != null && setting.format().isMap()) {
        String key = String.join(".", path.subList(length, path.size()));
        return Optional.of(new Match(setting, key.isEmpty() ? "\"\"" : key));
      }
      if (setting != null) {
        throw entry
            .place()
            .problem(
                "%s: found keys below it (expected: %s)"
                    .formatted(setting.name(), setting.format().expected()))
            .toException();
      }
    }
    return Optional.empty();
  }

  private static Optional<Match> ofCommand(ConfigEntry entry) {
    return Settings.ofCommand(name(entry.path())).map(setting -> new Match(setting, ""));
  }

  private static String name(List<String> path) {
    return path.stream().map(key -> key.replaceAll("[-.]", "_")).collect(Collectors.joining("_"));
  }

  private Problem unknown(ConfigEntry entry) {
    String key = String.join(".", entry.path());
    Problem problem = entry.place().problem("\"%s\" is no setting".formatted(key));
    return Suggestion.add(problem, bare(key), known.keySet())
        .withFix("--help", "list all settings");
  }

  /** go-micro's spellings are accepted. */
  private static String bare(String key) {
    return key.replaceFirst("^(--|MICRO_)", "").replaceAll("[-.]", "_");
  }

  /**
   * Warnings about variables whose misspelt names nobody reads; those of other programs are not
   * reported.
   */
  List<String> warnings(Map<String, String> env) {
    List<String> warnings = new ArrayList<>();
    for (String name : new TreeSet<>(env.keySet())) {
      if (name.startsWith(VARIABLE)) {
        warning(name).ifPresent(warnings::add);
      }
    }
    return warnings;
  }

  private Optional<String> warning(String variable) {
    String name = variable.substring(VARIABLE.length()).toLowerCase(Locale.ROOT);
    return Optional.of(name)
        .filter(Predicate.not(known::containsKey))
        .flatMap(unknown -> Suggestion.slip(unknown, known.keySet()))
        .map(meant -> VARIABLE + meant.toUpperCase(Locale.ROOT))
        .map("%s is no setting: did you mean %%s?".formatted(variable)::formatted);
  }
}
