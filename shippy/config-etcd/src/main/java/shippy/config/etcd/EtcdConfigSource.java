package shippy.config.etcd;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.config.ConfigEntry;
import shippy.config.ConfigFormat;
import shippy.config.ConfigSource;
import shippy.config.etcd.ConfigCentre.Entry;
import shippy.config.etcd.ConfigCentre.Found;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.registry.RegistryException;

/**
 * The settings in a key of etcd, or in go-micro's tree of keys. A program that starts while they
 * cannot be read, or are refused, takes the copy of the last good ones, unless {@code
 * --config_required} is set; one that runs keeps what it has.
 */
final class EtcdConfigSource implements ConfigSource {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdConfigSource.class);

  private final ConfigKey key;
  private final ConfigCentre centre;
  private final Optional<CachedCopy> copy;
  private final boolean required;
  private Optional<Found> atStart = Optional.empty();
  private Optional<Problem> failure = Optional.empty();

  /** The version that was read or told last. */
  private volatile List<Entry> latest = List.of();

  EtcdConfigSource(
      ConfigKey key, ConfigCentre centre, Optional<CachedCopy> copy, boolean required) {
    this.key = key;
    this.centre = centre;
    this.copy = copy;
    this.required = required;
  }

  /** {@code etcd:///shippy/config/vessel@42}: what a version of a key is called in messages. */
  static String name(Entry entry) {
    return new ConfigKey(entry.key()) + "@" + entry.revision();
  }

  @Override
  public boolean isRemote() {
    return true;
  }

  @Override
  public Version read() {
    return read(entries -> {});
  }

  @Override
  public Version read(Consumer<List<ConfigEntry>> check) {
    try {
      Found found = centre.read(key, 0);
      atStart = Optional.of(found);
      latest = found.entries();
      if (!found.entries().isEmpty()) {
        List<ConfigEntry> settings = parse(found.entries());
        check.accept(settings);
        return Version.of(settings);
      }
    } catch (RegistryException e) {
      if (e.problem().code() == ExitCode.INTERRUPTED) {
        throw e;
      }
      failure = Optional.of(e.problem());
      return without(e.problem(), check);
    } catch (ProblemException e) {
      if (atStart.isEmpty()) {
        failure = Optional.of(e.problem());
      }
      Problem refused =
          key.isTree()
              ? e.problem().withFix("shippy config ls " + key.text(), "list its keys")
              : e.problem().withFix("shippy config history " + key.text(), "find a good version");
      requireCopyAllowed(refused, "start with the last good copy");
      return copy(refused, check).orElseThrow(() -> refused.toException(e));
    }
    return without(missing(), check);
  }

  private Version without(Problem problem, Consumer<List<ConfigEntry>> check) {
    requireCopyAllowed(problem, "start with the last copy, else without");
    return copy(problem, check)
        .orElseGet(() -> version(List.of(), problem, "none of its settings"));
  }

  private void requireCopyAllowed(Problem problem, String otherwise) {
    if (required) {
      throw new Problem(
              ExitCode.CONFIG, problem.what(), problem.facts(), problem.likely(), problem.fixes())
          .withFix("--config_required=false", otherwise)
          .toException();
    }
  }

  private Optional<Version> copy(Problem problem, Consumer<List<ConfigEntry>> check) {
    return copy.flatMap(
        kept -> settings(kept, check).map(good -> version(good, problem, "its copy " + kept)));
  }

  private static Version version(List<ConfigEntry> entries, Problem problem, String used) {
    return new Version(
        entries, Optional.of(problem.withWhat(problem.what() + "; in use: " + used)));
  }

  private Optional<List<ConfigEntry>> settings(CachedCopy kept, Consumer<List<ConfigEntry>> check) {
    try {
      Optional<List<ConfigEntry>> settings = kept.read().map(this::parse);
      settings.ifPresent(check);
      return settings;
    } catch (ProblemException e) {
      LOG.warn("Configuration: the copy {} is not used: {}", kept, e.problem().what());
      return Optional.empty();
    }
  }

  private Problem missing() {
    Problem problem =
        Problem.of(
                ExitCode.CONFIG, "%s: no such key in etcd at %s".formatted(key, centre.location()))
            .withLikely("nobody has put it, somebody has deleted it, or etcd has lost its data");
    return key.isTree()
        ? problem.withFix("etcdctl put %sclient/retries 2".formatted(key.text()), "put one below")
        : problem.withFix("shippy config put " + key.text() + " FILE", "put it");
  }

  private List<ConfigEntry> parse(List<Entry> entries) {
    try {
      if (key.isTree()) {
        return GoMicroTree.parse(key, entries);
      }
      Entry entry = entries.get(0);
      return ConfigFormat.parse(key.formatName(), entry.text(), name(entry));
    } catch (ProblemException e) {
      throw e;
    } catch (RuntimeException e) { // of a library; its text may quote a secret
      String kind = e.getClass().getSimpleName();
      throw Problem.of(ExitCode.INTERNAL, "%s: its parser failed (%s)".formatted(key, kind))
          .toException(e);
    }
  }

  @Override
  public void follow(Clock clock, Consumer<Version> listener) {
    if (copy.isEmpty()) {
      LOG.warn("Configuration: no copy of {} is kept: no home directory, no --data_dir", key);
    }
    centre
        .follower(
            key,
            new ConfigCentre.Listener() {
              @Override
              public void changed(List<Entry> entries) {
                latest = entries;
                listener.accept(version(entries));
              }

              @Override
              public void failed(Problem problem) {
                listener.accept(Version.failed(problem));
              }
            })
        .start(atStart, failure);
  }

  private Version version(List<Entry> entries) {
    try {
      return entries.isEmpty() ? Version.failed(missing()) : Version.of(parse(entries));
    } catch (ProblemException e) {
      return Version.failed(e.problem());
    }
  }

  @Override
  public void accepted() {
    copy.ifPresent(kept -> kept.write(latest));
  }

  @Override
  public void close() {
    centre.close();
  }
}
