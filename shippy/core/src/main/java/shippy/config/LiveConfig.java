package shippy.config;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * The configuration of a program that runs, which follows its files and config centres. A change of
 * one is taken as a whole or refused as a whole: then the last good one stays. Settings that cannot
 * change while the program runs keep their values, and are told. Safe for any thread.
 */
public final class LiveConfig implements AutoCloseable {
  private static final String RESTART =
      "Configuration: {}: {} does not change while the program runs: restart it";

  private static final String CHANGE = "Configuration: {} is {} now, was {} ({})";

  private final SettingTree tree;
  private final List<ConfigSource> sources;
  private final List<Consumer<Config>> checks = new CopyOnWriteArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Guarded by this, as all that follows. */
  private final Map<ConfigSource, Problem> problems = new LinkedHashMap<>();

  private final Map<String, Instant> since = new HashMap<>();

  /** What the sources say; of its static settings some may not be in effect. */
  private Config wanted;

  private Instant started = Instant.EPOCH;
  private boolean following;
  private boolean closed;
  private volatile Config current;

  private LiveConfig(SettingTree tree, List<ConfigSource> sources, Config current) {
    this.tree = tree;
    this.sources = List.copyOf(sources);
    this.wanted = current;
    this.current = current;
  }

  /** A configuration that never changes. */
  public static LiveConfig fixed(Config config) {
    return new LiveConfig(SettingTree.of(List.of()), List.of(), requireNonNull(config, "config"));
  }

  /**
   * Reads all sources, but does not follow them yet.
   *
   * @param own the program's own settings
   * @throws ProblemException if a source is unreadable or malformed, or has a key that is no
   *     setting, with file, line and column
   */
  public static LiveConfig load(
      Map<String, String> flags, Map<String, String> env, List<? extends Setting<?>> own) {
    return load(flags, env, own, /* lenient= */ false);
  }

  /**
   * The same.
   *
   * @param lenient whether a config centre that is wrong is left out, and is the {@link #problem};
   *     for programs that may mend it
   */
  public static LiveConfig load(
      Map<String, String> flags,
      Map<String, String> env,
      List<? extends Setting<?>> own,
      boolean lenient) {
    SettingTree tree = SettingTree.of(own);
    Map<ConfigSource, Problem> problems = new LinkedHashMap<>();
    Map<ConfigSource, Map<String, Config.Origin>> all = new LinkedHashMap<>();
    for (ConfigSource file : FileSource.defaults(env)) {
      all.put(file, tree.values(file.read().entries(), /* remote= */ false));
    }
    Config config = new Config(flags, env, Map.of(), values(Map.of(), all), tree.warnings(env));
    Map<ConfigSource, Map<String, Config.Origin>> named = new LinkedHashMap<>();
    for (String location : ConfigSource.filesFirst(config)) {
      Config stronger = config.withSources(values(named, all));
      ConfigSource source = ConfigSource.at(location, stronger);
      try {
        var version = source.read(entries -> tree.requireUsable(entries, stronger));
        (source.isRemote() ? all : named)
            .put(source, tree.values(version.entries(), source.isRemote()));
        version.problem().ifPresent(problem -> problems.put(source, problem));
      } catch (ProblemException e) {
        if (!lenient || !source.isRemote()) {
          source.close();
          throw e;
        }
        problems.put(source, e.problem());
        all.put(source, Map.of());
      }
    }
    Config last = config.withSources(values(named, all));
    named.putAll(all);
    LiveConfig live = new LiveConfig(tree, List.copyOf(named.keySet()), last);
    live.problems.putAll(problems);
    return live;
  }

  private static List<Map<String, Config.Origin>> values(
      Map<ConfigSource, Map<String, Config.Origin>> named,
      Map<ConfigSource, Map<String, Config.Origin>> others) {
    List<Map<String, Config.Origin>> values = new ArrayList<>(named.values());
    values.addAll(others.values());
    return values;
  }

  /** The program works with what was read: config centres keep a copy for later starts. */
  public synchronized void accept() {
    for (ConfigSource source : sources) {
      if (!following && !problems.containsKey(source)) { // else each version that comes is judged
        source.accepted();
      }
    }
  }

  /** Changes what does not come from sources: flags, variables, the context. */
  public synchronized void adapt(UnaryOperator<Config> change) {
    wanted = change.apply(wanted);
    current = change.apply(current);
  }

  /** What is in effect now. All values of one result belong together. */
  public Config current() {
    return current;
  }

  /**
   * Refuses changes for which this throws a {@link ProblemException}, from now on. Must return at
   * once.
   */
  public void check(Consumer<Config> condition) {
    checks.add(requireNonNull(condition, "condition"));
  }

  /**
   * Runs this after each change that was taken or refused, one at a time, on the thread of a
   * source. Must return at once.
   *
   * @return what removes the listener
   */
  public Runnable onUpdate(Runnable listener) {
    listeners.add(requireNonNull(listener, "listener"));
    return () -> listeners.remove(listener);
  }

  /** Why a source has no effect now, or an older one of its versions has; empty if all is well. */
  public synchronized Optional<Problem> problem() {
    return problems.values().stream().findFirst();
  }

  /**
   * The value that a source has for a setting, which needs a restart to take effect; empty if the
   * one in effect is wanted.
   */
  public synchronized Optional<Config.Origin> pending(Setting<?> setting) {
    return wanted.text(setting).equals(current.text(setting))
        ? Optional.empty()
        : wanted.origin(setting);
  }

  /** When the value of a setting took effect: the start of the program, or a change. */
  public synchronized Instant since(Setting<?> setting) {
    return since.getOrDefault(setting.name(), started);
  }

  /** The settings of this program, by name. */
  public List<Setting<?>> settings() {
    return tree.settings();
  }

  /** Starts to follow the sources, after {@link #accept}. Idempotent. */
  public void follow(Clock clock) {
    synchronized (this) {
      if (following) {
        return;
      }
      accept();
      following = true;
      started = clock.now();
      problems.values().forEach(problem -> log().warn("Configuration: {}", told(problem)));
    }
    sources.forEach(source -> source.follow(clock, version -> take(source, version, clock)));
  }

  private synchronized void take(ConfigSource source, ConfigSource.Version version, Clock clock) {
    if (closed) {
      return;
    }
    try {
      if (version.problem().isPresent()) {
        throw version.problem().get().toException();
      }
      List<Problem> unknown = new ArrayList<>();
      replace(source, tree.values(version.entries(), source.isRemote(), unknown::add), clock);
      unknown.forEach(problem -> log().warn("Configuration: {}", told(problem)));
      if (unknown.isEmpty() && tree.settings().stream().allMatch(s -> pending(s).isEmpty())) {
        source.accepted(); // else a start might not be able to use it
      }
      if (problems.remove(source) != null && problems.isEmpty() && unknown.isEmpty()) {
        log().info("Configuration is good again");
      }
    } catch (ProblemException e) {
      if (!e.problem().equals(problems.put(source, e.problem()))) {
        log().warn("Configuration unchanged: {}", told(e.problem()));
      }
    }
    listeners.forEach(LiveConfig::tell);
  }

  private static void tell(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      log().error("Configuration: a part of this program does not follow it", e);
    }
  }

  /** None is made before {@link LogProperties} has said how to log. */
  private static Logger log() {
    return LoggerFactory.getLogger(LiveConfig.class);
  }

  private static String told(Problem problem) {
    return problem.likely().map(likely -> problem.what() + "; " + likely).orElse(problem.what());
  }

  private void replace(ConfigSource source, Map<String, Config.Origin> values, Clock clock) {
    int index = sources.indexOf(source);
    Map<String, Config.Origin> effective = new TreeMap<>();
    current.sources().get(index).forEach((name, origin) -> keep(name, false, origin, effective));
    values.forEach((name, origin) -> keep(name, true, origin, effective));
    Config next = with(current, index, effective);
    Config afterRestart = with(wanted, index, values);
    Stream.of(next, afterRestart).forEach(config -> checks.forEach(c -> c.accept(config)));
    Config before = current;
    Config wantedBefore = wanted;
    wanted = afterRestart;
    current = next;
    for (Setting<?> setting : tree.settings()) {
      if (setting.reloadable()) {
        tellChange(setting, before, clock);
      } else if (!wantedBefore.text(setting).equals(wanted.text(setting))) {
        pending(setting).ifPresent(origin -> log().warn(RESTART, origin.place(), setting.name()));
      }
    }
  }

  private void keep(
      String name, boolean reloadable, Config.Origin origin, Map<String, Config.Origin> effective) {
    if (tree.get(name).reloadable() == reloadable) {
      effective.put(name, origin);
    }
  }

  private static Config with(Config config, int index, Map<String, Config.Origin> values) {
    List<Map<String, Config.Origin>> all = new ArrayList<>(config.sources());
    all.set(index, values);
    return config.withSources(all);
  }

  private void tellChange(Setting<?> setting, Config before, Clock clock) {
    Optional<String> old = before.text(setting);
    Optional<String> now = current.text(setting);
    if (!old.equals(now)) {
      since.put(setting.name(), clock.now());
      String from = current.origin(setting).map(Config.Origin::source).orElse("default");
      log().info(CHANGE, setting.name(), setting.shown(now), setting.shown(old), from);
    }
  }

  /** Stops to follow. Idempotent. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    sources.forEach(ConfigSource::close);
  }
}
