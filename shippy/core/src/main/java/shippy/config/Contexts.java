package shippy.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.Suggestion;

/**
 * Named sets of settings, kept in {@code ~/.config/shippy/contexts}: lines {@code NAME.setting =
 * value}, and {@code current = NAME} for the one in use. Passwords are kept in files of their own.
 * Immutable, but for the file that {@link #save} writes.
 */
public final class Contexts {
  /** Stands for no context. */
  public static final String NONE = "none";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
  private static final Set<String> RESERVED = Set.of(NONE, "current");
  private static final Pattern LINE =
      Pattern.compile("(?:current|([a-z0-9][a-z0-9_-]*)\\.([a-z][a-z0-9_]*))\\s*=\\s*(.*?)\\s*");

  private final Path file;
  private final Optional<String> current;
  private final SortedMap<String, SortedMap<String, String>> all;

  private Contexts(
      Path file, Optional<String> current, SortedMap<String, SortedMap<String, String>> all) {
    this.file = file;
    this.current = current;
    this.all = all;
  }

  /**
   * Those of this user; none if there is no file.
   *
   * @throws ProblemException if the file cannot be read or is damaged, with file and line
   */
  public static Contexts read(Map<String, String> env) {
    Path file =
        Config.userFolder(env).map(folder -> folder.resolve("contexts")).orElse(Path.of(""));
    Contexts none = new Contexts(file, Optional.empty(), new TreeMap<>());
    if (file.toString().isEmpty() || !Files.exists(file)) {
      return none;
    }
    try {
      return none.parsed(Files.readAllLines(file));
    } catch (IOException e) {
      throw damaged("cannot read %s: %s".formatted(file, FileSource.reason(e))).toException(e);
    }
  }

  private Contexts parsed(List<String> lines) {
    SortedMap<String, SortedMap<String, String>> found = new TreeMap<>();
    Optional<String> used = Optional.empty();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      Matcher m = LINE.matcher(line);
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (!m.matches()) {
        throw damaged(
                "%s:%d: \"%s\" (expected: NAME.setting = value)"
                    .formatted(file, i + 1, Secrets.mask(line)))
            .toException();
      }
      if (m.group(1) == null) {
        used = Optional.of(m.group(3)).filter(name -> !name.isEmpty());
      } else {
        setting(m.group(2), "%s:%d".formatted(file, i + 1));
        found.computeIfAbsent(m.group(1), name -> new TreeMap<>()).put(m.group(2), m.group(3));
      }
    }
    return new Contexts(file, used, found);
  }

  private static Problem damaged(String what) {
    return Problem.of(ExitCode.CONFIG, what)
        .withFix("--context=" + NONE, "do without contexts")
        .withFix("shippy context add NAME", "after the file is mended or removed");
  }

  /** The setting of that name, which must be one that a context may have. */
  private static Setting<?> setting(String name, String place) {
    List<String> names =
        Settings.CALLER.stream().filter(s -> !s.secret()).map(Setting::name).toList();
    return Settings.CALLER.stream()
        .filter(setting -> !setting.secret() && setting.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Suggestion.add(
                        damaged(
                            "%s: \"%s\" is no setting of a context (expected: one of %s)"
                                .formatted(place, name, String.join(", ", names))),
                        name,
                        names)
                    .toException());
  }

  /** The one in use. */
  public Optional<String> current() {
    return current;
  }

  /** The settings of each, by its name. */
  public SortedMap<String, SortedMap<String, String>> all() {
    return Collections.unmodifiableSortedMap(all);
  }

  /** Where they are kept. */
  public Path file() {
    return file;
  }

  /**
   * The settings of one.
   *
   * @throws ProblemException if there is no such context
   */
  public SortedMap<String, String> get(String name) {
    SortedMap<String, String> settings = all.get(name);
    if (settings != null) {
      return settings;
    }
    Collection<String> names = all.keySet();
    Problem problem =
        Problem.of(
            ExitCode.CONFIG,
            "no context \"%s\" (expected: %s)"
                .formatted(name, names.isEmpty() ? NONE : String.join(", ", names)));
    throw Suggestion.add(problem, name, names)
        .withFix("shippy context add %s --registry=etcd".formatted(name), "make it")
        .withFix("shippy context use " + NONE, "do without one")
        .toException();
  }

  /** These and one more, in place of one of the same name. */
  public Contexts with(String name, Map<String, String> settings) {
    if (!NAME.matcher(name).matches()
        || RESERVED.contains(name)
        || Settings.REGISTRIES.contains(name)) {
      throw Problem.of(
              ExitCode.USAGE,
              "context: \"%s\" (expected: a-z, 0-9, - and _; not none, current or a registry)"
                  .formatted(name))
          .toException();
    }
    settings.forEach(Contexts::requireLine);
    SortedMap<String, SortedMap<String, String>> more = new TreeMap<>(all);
    more.put(name, new TreeMap<>(settings));
    return new Contexts(file, current, more);
  }

  /** A value of several lines would be read as other settings. */
  private static void requireLine(String setting, String value) {
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw Problem.of(
              ExitCode.USAGE,
              "%s: \"%s\" (expected: one line, no control characters)".formatted(setting, value))
          .toException();
    }
  }

  /** These without one. */
  public Contexts without(String name) {
    var unused = get(name);
    SortedMap<String, SortedMap<String, String>> fewer = new TreeMap<>(all);
    fewer.remove(name);
    return new Contexts(file, current.filter(used -> !used.equals(name)), fewer);
  }

  /** These with that one in use, or {@link #NONE}. */
  public Contexts using(String name) {
    if (name.equals(NONE)) {
      return new Contexts(file, Optional.empty(), all);
    }
    var unused = get(name);
    return new Contexts(file, Optional.of(name), all);
  }

  /** Writes the file, which only this user can read. */
  public void save() {
    List<String> lines = new ArrayList<>();
    lines.add("# written by 'shippy context'");
    current.ifPresent(name -> lines.add("current = " + name));
    all.forEach(
        (name, settings) ->
            settings.forEach((key, value) -> lines.add(name + "." + key + " = " + value)));
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, "contexts", ".new"); // mode 600
      Files.write(fresh, lines);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Problem.of(ExitCode.FAILED, "cannot write %s: %s".formatted(file, FileSource.reason(e)))
          .toException(e);
    }
  }
}
