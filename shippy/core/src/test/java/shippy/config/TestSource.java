package shippy.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import shippy.clock.Clock;
import shippy.problem.ProblemException;

/** A file of which tests say when it has changed: {@code test:/PATH}. */
final class TestSource implements ConfigSource {
  private static final List<TestSource> FOLLOWED = new CopyOnWriteArrayList<>();

  private static final Map<String, Config> REACHED = new ConcurrentHashMap<>();

  private final String location;
  private final FileSource file;
  private Consumer<Version> listener = version -> {};
  private int accepted;

  private TestSource(String location) {
    this.location = location;
    this.file = FileSource.required(Path.of(location.substring(location.indexOf('/'))));
  }

  /** Tells its listeners, on this thread. */
  static void changed(Path path) {
    FOLLOWED.stream()
        .filter(source -> source.location.endsWith(path.toString()))
        .forEach(TestSource::changed);
  }

  /** How many versions of a followed file have taken effect. */
  static int accepted(Path path) {
    return FOLLOWED.stream()
        .filter(source -> source.location.endsWith(path.toString()))
        .mapToInt(source -> source.accepted)
        .sum();
  }

  /** The address of etcd in the settings that the provider got for a remote file. */
  static Optional<String> reachedBy(Path path) {
    return Optional.ofNullable(REACHED.get("remote:" + path))
        .flatMap(config -> config.find(Settings.CONFIG_ADDRESS));
  }

  private void changed() {
    Version now;
    try {
      now = read();
    } catch (ProblemException e) {
      now = Version.failed(e.problem());
    }
    listener.accept(now);
  }

  @Override
  public boolean isRemote() {
    return location.startsWith("remote");
  }

  @Override
  public Version read() {
    return file.read();
  }

  @Override
  public void follow(Clock clock, Consumer<Version> told) {
    listener = told;
    FOLLOWED.add(this);
  }

  @Override
  public void accepted() {
    accepted++;
  }

  @Override
  public void close() {
    file.close();
  }

  /** Opens {@code test:/PATH}. */
  public static final class Provider implements ConfigSource.Provider {
    @Override
    public String scheme() {
      return "test";
    }

    @Override
    public ConfigSource open(String where, Config config) {
      return new TestSource(where);
    }
  }

  /** Opens {@code remote:/PATH}, which stands for another machine. */
  public static final class RemoteProvider implements ConfigSource.Provider {
    @Override
    public String scheme() {
      return "remote";
    }

    @Override
    public ConfigSource open(String where, Config config) {
      REACHED.put(where, config);
      return new TestSource(where);
    }
  }
}
