package shippy.client;

import io.grpc.ClientInterceptor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import shippy.client.retry.CallPolicy;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.config.MethodConfig;
import shippy.config.Settings;
import shippy.config.TrafficSettings;
import shippy.platform.Platform;

/** What the settings say of calls now. Safe for any thread. */
final class CallDefaults implements AutoCloseable {
  /** What methods found in one version, by service; as many as there are methods. */
  private record Version(
      CallPolicy others,
      String balancer,
      Map<String, MethodConfig> services,
      Map<String, MethodConfig> methods,
      Map<String, Map<String, CallPolicy>> found) {
    static Version of(Config config) {
      CallPolicy others =
          new CallPolicy(
              config.get(Settings.CLIENT_REQUEST_TIMEOUT),
              config.get(Settings.CLIENT_RETRIES),
              config.get(TrafficSettings.CLIENT_BREAKER));
      return new Version(
          others,
          config.get(TrafficSettings.CLIENT_BALANCER),
          config.find(Settings.SERVICES).orElse(Map.of()),
          config.find(Settings.METHODS).orElse(Map.of()),
          new ConcurrentHashMap<>());
    }

    boolean says(Version other) {
      return others.equals(other.others)
          && balancer.equals(other.balancer)
          && services.equals(other.services)
          && methods.equals(other.methods);
    }

    CallPolicy take(String service, String method) {
      if (services.isEmpty() && methods.isEmpty()) {
        return others;
      }
      return found
          .computeIfAbsent(service, added -> new ConcurrentHashMap<>())
          .computeIfAbsent(method, added -> others.with(find(added).or(ofService(service))));
    }

    MethodConfig ofService(String service) {
      return services.getOrDefault(service, MethodConfig.NONE);
    }

    /** Of {@code package.Service/Method}; the longer of two names that fit is the stronger. */
    private MethodConfig find(String method) {
      MethodConfig config = MethodConfig.NONE;
      String name = method.replace('/', '.');
      for (; name.contains("."); name = name.substring(name.indexOf('.') + 1)) {
        config = config.or(methods.getOrDefault(name, MethodConfig.NONE));
      }
      return config;
    }
  }

  private final Platform platform;
  private final LiveConfig live;
  private final Runnable removal;
  private volatile Version version;

  CallDefaults(Platform platform) {
    this.platform = platform;
    this.live = platform.liveConfig();
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
  CallPolicy take(String service, String method) {
    return version.take(service, method);
  }

  /** The policy among the instances of the service now. */
  String balancer(String service) {
    Version now = version;
    return now.ofService(service).balancer().orElse(now.balancer());
  }

  /**
   * Runs this after each change.
   *
   * @return what removes the listener
   */
  Runnable onUpdate(Runnable listener) {
    return live.onUpdate(listener);
  }

  /** The service that calls; empty if this program is none. */
  String caller() {
    return platform.service();
  }

  /** The circuit breakers of all services. */
  ClientInterceptor breaker() {
    return platform.breaker();
  }

  /** Stays as it is from now on, unknown to the configuration. */
  @Override
  public void close() {
    removal.run();
  }
}
