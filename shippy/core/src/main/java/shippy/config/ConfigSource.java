package shippy.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import shippy.clock.Clock;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** Where settings come from: a file, or keys of a config centre. Safe for any thread. */
public interface ConfigSource extends AutoCloseable {
  /**
   * What a source says at a moment.
   *
   * @param entries in the order of the source
   * @param problem why they are not what the source says now; a program that runs then keeps what
   *     it has, one that starts uses the entries
   */
  record Version(List<ConfigEntry> entries, Optional<Problem> problem) {
    public Version {
      entries = List.copyOf(entries);
      requireNonNull(problem, "problem");
    }

    /** What it says. */
    public static Version of(List<ConfigEntry> entries) {
      return new Version(entries, Optional.empty());
    }

    /** Nothing is known of it. */
    public static Version failed(Problem why) {
      return new Version(List.of(), Optional.of(why));
    }
  }

  /** Whether it is on another machine, which may not set where things are on this one. */
  boolean isRemote();

  /**
   * What it says now.
   *
   * @throws ProblemException if it cannot be read, or is malformed, with line and column
   */
  Version read();

  /**
   * The same for a start. A source that keeps a copy gives that in place of what fails the check,
   * with the problem.
   *
   * @param check throws a {@link ProblemException} for entries that cannot be used
   */
  default Version read(Consumer<List<ConfigEntry>> check) {
    return read();
  }

  /**
   * Tells of each newer version, in order and one at a time, until it is closed. Of changes that
   * follow each other closely only the last may be told. Called once, after {@link #read}.
   */
  void follow(Clock clock, Consumer<Version> listener);

  /**
   * The program works with the last version that was read or told, which had no problem: a start
   * can use it. Sources of other machines keep a copy of it.
   */
  default void accepted() {}

  /** Idempotent. No listener is called after it. */
  @Override
  void close();

  /** What is named, in the order in which to read it: files may say how to reach the others. */
  static List<String> filesFirst(Config config) {
    List<String> locations = new ArrayList<>(config.find(Settings.CONFIG).orElse(List.of()));
    locations.sort(Comparator.comparing(location -> schemeEnd(location) > 0));
    return locations;
  }

  /** 0 for a file. */
  private static int schemeEnd(String location) {
    int end = location.indexOf(":/");
    return end < 2 ? 0 : end;
  }

  /**
   * The source at a location, which is a file, or what a provider has a scheme for.
   *
   * @throws ProblemException if there is no such provider
   */
  static ConfigSource at(String location, Config config) {
    int end = schemeEnd(location);
    if (end == 0) {
      return FileSource.required(Path.of(location));
    }
    String scheme = location.substring(0, end);
    LogProperties.refine(config);
    return ServiceLoader.load(ConfigSource.Provider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.scheme().equals(scheme))
        .findFirst()
        .map(provider -> provider.open(location, config))
        .orElseThrow(
            () ->
                Problem.of(
                        ExitCode.CONFIG,
                        "%s: \"%s\" (expected: a file, or etcd:///KEY)"
                            .formatted(Settings.CONFIG.flag(), location))
                    .withLikely("shippy-config-etcd is no dependency of this program")
                    .toException());
  }

  /** Opens sources that are no files; a module on the class path provides it. */
  interface Provider {
    /** The scheme of its locations, such as {@code etcd}. */
    String scheme();

    /**
     * A source, to which it does not connect yet.
     *
     * @param location {@code etcd:///shippy/config/consignment}
     * @param config tells how to reach it
     * @throws ProblemException if the location or one of these settings is malformed
     */
    ConfigSource open(String location, Config config);
  }
}
