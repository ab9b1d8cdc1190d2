package shippy.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.Suggestion;

/**
 * The values of settings: flag over environment over context over files over etcd over default. An
 * empty variable counts as unset. Immutable and safe for any thread.
 */
public final class Config {
  private final Map<String, String> flags;
  private final Map<String, String> env;
  private final Map<String, Origin> context;
  private final List<Map<String, Origin>> sources;
  private final List<String> warnings;

  /**
   * A value as text and where it came from.
   *
   * @param text the value
   * @param source {@code --registry}, {@code MICRO_REGISTRY}, {@code shippy.yaml:3} or {@code
   *     default}
   * @param place the same with the column, if there is one: {@code shippy.yaml:3:5}
   */
  public record Origin(String text, String source, String place) {
    /** One without a column. */
    public Origin(String text, String source) {
      this(text, source, source);
    }

    Origin(String text, ConfigEntry.Place place) {
      this(text, place.lineOnly(), place.toString());
    }

    /** This one and another entry of the same map. */
    Origin and(Origin next) {
      return new Origin(text + "," + next.text, source, place);
    }
  }

  /** The sources are files and config centres, strongest first. */
  Config(
      Map<String, String> flags,
      Map<String, String> env,
      Map<String, Origin> context,
      List<Map<String, Origin>> sources,
      List<String> warnings) {
    this.flags = Map.copyOf(flags);
    this.env = Map.copyOf(env);
    this.context = Map.copyOf(context);
    this.sources = sources.stream().map(Map::copyOf).toList();
    this.warnings = List.copyOf(warnings);
  }

  /** A configuration of these flags (by setting name) and variables, without files. */
  public static Config of(Map<String, String> flags, Map<String, String> env) {
    return new Config(flags, env, Map.of(), List.of(), List.of());
  }

  /**
   * The configuration of a program that calls services: its arguments as flags, its environment,
   * and the files.
   *
   * @throws ProblemException if an argument is not a known flag or a file is malformed
   */
  public static Config load(String... args) {
    Map<String, String> flags = Arguments.parse(List.of(args), Settings.CALLER);
    return load(flags, System.getenv(), List.of());
  }

  /**
   * The configuration of a program from flags (by setting name), variables, what {@code --config}
   * names, {@code ./shippy.properties}, and {@code ~/.config/shippy/config.properties}.
   *
   * @param own the program's own settings
   * @throws ProblemException if a source is unreadable or malformed, or has a key that is no
   *     setting, with file, line and column
   */
  public static Config load(
      Map<String, String> flags, Map<String, String> env, List<? extends Setting<?>> own) {
    try (LiveConfig live = LiveConfig.load(flags, env, own)) {
      live.accept();
      return live.current();
    }
  }

  /** {@code ~/.config/shippy}; empty if the user has no home. */
  static Optional<Path> userFolder(Map<String, String> env) {
    String base = env.getOrDefault("XDG_CONFIG_HOME", "");
    return (base.isEmpty()
            ? DataDirectory.home(env).map(home -> home.resolve(".config"))
            : Optional.of(Path.of(base)))
        .map(folder -> folder.resolve("shippy"));
  }

  /**
   * The same with the settings of the context that is named, else of the one in use. For programs
   * that call services: a service has no context.
   *
   * @throws ProblemException if there is no such context, or the file of contexts is damaged
   */
  public Config inContext() {
    Optional<String> named = find(Settings.CONTEXT);
    if (named.equals(Optional.of(Contexts.NONE))) {
      return this;
    }
    Contexts contexts = Contexts.read(env);
    Optional<String> name = named.or(contexts::current);
    if (name.isEmpty()) {
      return this;
    }
    Map<String, Origin> values = new HashMap<>();
    String source = "context " + name.get();
    contexts.get(name.get()).forEach((key, text) -> values.put(key, new Origin(text, source)));
    if (replaces(values.get(Settings.REGISTRY.name()))) {
      values.keySet().removeIf(key -> key.startsWith(Settings.REGISTRY.name()));
    }
    values.put(Settings.CONTEXT.name(), new Origin(name.get(), contexts.file().toString()));
    return new Config(flags, env, values, sources, warnings);
  }

  /** Whether a flag or variable names another registry, which is not where the context says. */
  private boolean replaces(@Nullable Origin registry) {
    Optional<String> given =
        flag(Settings.REGISTRY)
            .or(() -> fromEnv(Settings.REGISTRY).stream().map(Origin::text).findFirst());
    return registry != null && given.filter(kind -> !kind.equals(registry.text())).isPresent();
  }

  /** The same with values for settings, by name, of which no flag was given. */
  public Config withDefaults(Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.putAll(flags);
    return new Config(all, env, context, sources, warnings);
  }

  /** The values of files and config centres, strongest first. */
  List<Map<String, Origin>> sources() {
    return sources;
  }

  /** The same with other sources: values by setting name, strongest first. */
  public Config withSources(List<Map<String, Origin>> others) {
    return new Config(flags, env, context, others, warnings);
  }

  /** Warnings to log as soon as logging is set up. */
  List<String> warnings() {
    return warnings;
  }

  /** The environment that was read. */
  Map<String, String> env() {
    return env;
  }

  /**
   * The value of a setting that has a default.
   *
   * @throws ProblemException if the text does not have the setting's form
   */
  public <T> T get(Setting<T> setting) {
    return find(setting).orElseThrow(() -> missing(setting));
  }

  /**
   * The value of a setting, empty if nobody set it and it has no default.
   *
   * @throws ProblemException if the text does not have the setting's form
   */
  public <T> Optional<T> find(Setting<T> setting) {
    return origin(setting).map(found -> parse(setting, found));
  }

  /** The text of a setting that was given as a flag. */
  public Optional<String> flag(Setting<?> setting) {
    requireNonNull(setting, "setting");
    return Optional.ofNullable(flags.get(setting.name()));
  }

  /** What a program started from here would not see: the text of a flag, or of the context. */
  public Optional<String> toPassOn(Setting<?> setting) {
    return flag(setting)
        .or(
            () ->
                fromEnv(setting).isEmpty()
                    ? Optional.ofNullable(context.get(setting.name())).map(Origin::text)
                    : Optional.empty());
  }

  /** Where the value of a setting comes from. */
  public Optional<Origin> origin(Setting<?> setting) {
    List<Origin> all = origins(setting);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
  }

  /** All values that a setting has, strongest first: only the first one is in effect. */
  public List<Origin> origins(Setting<?> setting) {
    List<Origin> all = new ArrayList<>();
    String flag = flags.get(setting.name());
    if (flag != null) {
      all.add(new Origin(flag, setting.flag()));
    }
    all.addAll(fromEnv(setting));
    addKept(context, setting, all);
    for (Map<String, Origin> source : sources) {
      addKept(source, setting, all);
    }
    setting.fallback().ifPresent(text -> all.add(new Origin(text, "default")));
    return all;
  }

  private static void addKept(Map<String, Origin> values, Setting<?> setting, List<Origin> all) {
    Origin kept = values.get(setting.name());
    if (kept != null) {
      all.add(kept);
    }
  }

  /**
   * The problem of a value that is well-formed but cannot be used; says where the value came from.
   */
  public ProblemException invalid(Setting<?> setting, String expected) {
    return problem(setting, expected).toException();
  }

  /** The same for a value that must be one of a few; suggests the nearest of them. */
  public ProblemException invalid(Setting<?> setting, Collection<String> choices) {
    Problem problem = problem(setting, String.join(", ", choices));
    return Suggestion.add(problem, text(setting).orElse(""), choices).toException();
  }

  /** The value of a setting as it is written; empty if there is none. */
  Optional<String> text(Setting<?> setting) {
    return origin(setting).map(Origin::text);
  }

  private Problem problem(Setting<?> setting, String expected) {
    return problem(setting, origin(setting).orElse(new Origin("", setting.flag())), expected);
  }

  private static Problem problem(Setting<?> setting, Origin found, String expected) {
    ExitCode code = found.source().equals(setting.flag()) ? ExitCode.USAGE : ExitCode.CONFIG;
    return Problem.of(
        code,
        "%s: \"%s\" (expected: %s)"
            .formatted(found.place(), setting.shown(found.text()), expected));
  }

  private static ProblemException missing(Setting<?> setting) {
    Problem problem =
        Problem.of(
            ExitCode.CONFIG,
            "%s is not set (expected: %s)".formatted(setting.name(), setting.description()));
    String variable = setting.variables().get(0) + "=...";
    return (setting.secret()
            ? problem.withFix(variable, "set it in the environment")
            : problem.withFix(setting.flag() + "=...", "or " + variable))
        .toException();
  }

  /** The value that a text means. */
  static <T> T parse(Setting<T> setting, Origin found) {
    try {
      return setting.format().parser().apply(found.text());
    } catch (IllegalArgumentException e) {
      String wrong = e instanceof Format.EntryException some ? some.entries() : found.text();
      Origin part = new Origin(wrong, found.source(), found.place());
      Problem problem = problem(setting, part, setting.format().expected());
      if (setting.secret()) {
        throw problem.toException(); // without the cause, which quotes the text
      }
      throw Suggestion.add(problem, found.text(), setting.format().choices()).toException(e);
    }
  }

  private List<Origin> fromEnv(Setting<?> setting) {
    List<Origin> found = new ArrayList<>();
    for (String variable : setting.variables()) {
      String text = env.getOrDefault(variable, "");
      if (!text.isEmpty()) {
        found.add(new Origin(text, variable));
      }
    }
    return found;
  }
}
