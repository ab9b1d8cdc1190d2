package shippy.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import shippy.problem.Suggestion;

/**
 * Tells misspelt names of settings from those of other programs, which may have lines in the same
 * files and variables of the same kind. Immutable.
 */
record SettingNames(Set<String> known) {
  private static final String VARIABLE = "MICRO_";

  SettingNames {
    known = Set.copyOf(known);
  }

  /** For a program with these settings of its own. */
  static SettingNames of(Collection<? extends Setting<?>> own) {
    return new SettingNames(
        Stream.concat(Settings.ALL.stream(), own.stream())
            .map(Setting::name)
            .collect(Collectors.toSet()));
  }

  /** The name that was meant, if the key is a known one misspelt: go-micro's spellings count. */
  Optional<String> meant(String key) {
    if (known.contains(key)) {
      return Optional.empty();
    }
    String bare = key.replaceFirst("^(--|MICRO_)", "").replaceAll("[-.]", "_");
    return Suggestion.slip(bare, known);
  }

  /** What to say of variables that nobody reads, because their names are misspelt. */
  List<String> warnings(Map<String, String> env) {
    return env.keySet().stream()
        .filter(name -> name.startsWith(VARIABLE))
        .sorted()
        .flatMap(name -> warning(name).stream())
        .toList();
  }

  private Optional<String> warning(String variable) {
    return meant(variable.substring(VARIABLE.length()).toLowerCase(Locale.ROOT))
        .map(name -> VARIABLE + name.toUpperCase(Locale.ROOT))
        .map("%s is no setting: did you mean %%s?".formatted(variable)::formatted);
  }
}
