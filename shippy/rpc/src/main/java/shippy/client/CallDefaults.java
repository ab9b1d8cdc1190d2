package shippy.client;

import io.grpc.CallOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.config.MethodConfig;
import shippy.config.Settings;

/**
 * What the settings say of calls now. A call takes it once, as it begins, and carries it in its
 * options: whatever is done for the call follows one version of the settings. Safe for any thread.
 */
final class CallDefaults implements AutoCloseable {
  /**
   * What one call has taken.
   *
   * @param timeout counts from its beginning, for calls without a deadline
   * @param retries how often it is tried again, if its method may be repeated
   */
  record Taken(Duration timeout, int retries) {
    static final CallOptions.Key<Taken> KEY =
        CallOptions.Key.createWithDefault("shippy-call", new Taken(Duration.ZERO, 0));

    Taken with(MethodConfig stronger) {
      return new Taken(stronger.timeout().orElse(timeout), stronger.retries().orElse(retries));
    }
  }

  private static final MethodConfig NONE = new MethodConfig(Optional.empty(), Optional.empty());

  /** What methods found in one version; as many as there are methods. */
  private record Version(
      Taken others,
      Map<String, Taken> services,
      Map<String, MethodConfig> methods,
      Map<String, MethodConfig> found) {
    static Version of(Config config) {
      Taken others =
          new Taken(
              config.get(Settings.CLIENT_REQUEST_TIMEOUT), config.get(Settings.CLIENT_RETRIES));
      Map<String, Taken> services =
          config.find(Settings.SERVICES).orElse(Map.of()).entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, one -> others.with(one.getValue())));
      return new Version(
          others,
          services,
          config.find(Settings.METHODS).orElse(Map.of()),
          new ConcurrentHashMap<>());
    }

    boolean says(Version other) {
      return others.equals(other.others)
          && services.equals(other.services)
          && methods.equals(other.methods);
    }

    Taken take(String service, String method) {
      Taken taken = services.getOrDefault(service, others);
      return methods.isEmpty() ? taken : taken.with(found.computeIfAbsent(method, this::find));
    }

    /** Of {@code package.Service/Method}; the longer of two names that fit is the stronger. */
    private MethodConfig find(String method) {
      MethodConfig config = NONE;
      String name = method.replace('/', '.');
      for (; name.contains("."); name = name.substring(name.indexOf('.') + 1)) {
        config = config.or(methods.getOrDefault(name, NONE));
      }
      return config;
    }
  }

  private final LiveConfig live;
  private final Runnable removal;
  private volatile Version version;

  CallDefaults(LiveConfig live) {
    this.live = live;
    this.version = Version.of(live.current());
    this.removal = live.onUpdate(this::update);
    update();
  }

  private synchronized void update() {
    Version next = Version.of(live.current());
    if (!next.says(version)) {
      version = next;
    }
  }

  /**
   * For a call that begins now.
   *
   * @param service the name that its channel was made for
   * @param method the full name of its method
   */
  Taken take(String service, String method) {
    return version.take(service, method);
  }

  /** Stays as it is from now on, unknown to the configuration. */
  @Override
  public void close() {
    removal.run();
  }
}
