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
 * Finds misspelt names of settings. Other programs may have lines in the same files and variables
 * of the same kind; their names are not reported. Immutable.
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

  /**
   * The name that was meant, if the key is a misspelt setting; go-micro's spellings are accepted.
   */
  Optional<String> meant(String key) {
    if (known.contains(key)) {
      return Optional.empty();
    }
    String bare = key.replaceFirst("^(--|MICRO_)", "").replaceAll("[-.]", "_");
    return Suggestion.slip(bare, known);
  }

  /** Warnings about variables whose misspelt names nobody reads. */
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
