package shippy.testkit.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.ConfigFormat;
import shippy.config.ConfigSource;
import shippy.config.LiveConfig;
import shippy.config.Setting;
import shippy.problem.ProblemException;

/** A source of settings that a test changes while programs run. Safe for any thread. */
public final class ScriptedConfig implements ConfigSource {
  private static final Map<String, ScriptedConfig> SCRIPTS = new ConcurrentHashMap<>();
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final String location = "scripted:/" + NUMBERS.incrementAndGet();
  private volatile String text;
  private volatile Consumer<Version> listener = version -> {};

  private ScriptedConfig(String text) {
    this.text = requireNonNull(text, "text");
    SCRIPTS.put(location, this);
  }

  /** One that says this at first, in the format of {@code .properties}. */
  public static ScriptedConfig of(String text) {
    return new ScriptedConfig(text);
  }

  /** A configuration that follows it once it is told to, under these flags. */
  public LiveConfig load(Map<String, String> flags, List<Setting<?>> own) {
    return LiveConfig.load(flags, Map.of("CONFIG_PATH", location), own);
  }

  /** Says something else from now on; returns when all know. */
  public void change(String next) {
    text = next;
    Version version;
    try {
      version = read();
    } catch (ProblemException e) {
      version = Version.failed(e.problem());
    }
    listener.accept(version);
  }

  @Override
  public boolean isRemote() {
    return false;
  }

  @Override
  public Version read() {
    return Version.of(ConfigFormat.parse("x.properties", text, "script"));
  }

  @Override
  public void follow(Clock clock, Consumer<Version> told) {
    listener = told;
  }

  @Override
  public void close() {
    SCRIPTS.remove(location);
  }

  /** Opens {@code scripted:/NUMBER}. */
  public static final class Provider implements ConfigSource.Provider {
    @Override
    public String scheme() {
      return "scripted";
    }

    @Override
    public ConfigSource open(String where, Config config) {
      return requireNonNull(SCRIPTS.get(where), where);
    }
  }
}
