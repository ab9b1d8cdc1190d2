package shippy.platform;

import io.grpc.ClientInterceptor;
import io.grpc.ServerInterceptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.config.MethodConfig;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.config.TrafficSettings;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/**
 * Guards a program and those it calls against too much traffic; a module on the class path provides
 * it, for {@link ServiceLoader}. Nothing looks for it unless a setting asks for it.
 */
public interface Governance {
  /** A counter for each service and method: the calls that were not made. */
  String BREAKER_DROPPED = "shippy_client_breaker_dropped";

  /** A gauge for each service and method: the share of calls that is not made now, 0 to 1. */
  String BREAKER_SHARE = "shippy_client_breaker_share";

  /** A counter for each method and reason: {@code rate}, {@code caller} or {@code load}. */
  String CALLS_REFUSED = "shippy_server_calls_refused";

  /**
   * The circuit breakers of a program, one for each service and method. Only calls that have one
   * come to it; it must be outside of what repeats calls. The service is the authority of the
   * channel. Its counts become instruments of the platform's monitor.
   */
  ClientInterceptor breaker(Platform platform);

  /**
   * Refuses calls to the server of this program, by rate and load, as the settings say now. Calls
   * of diagnostic services pass. Its counts become instruments of the platform's monitor.
   *
   * @param methods of the server, by their full names
   */
  ServerInterceptor limits(Platform platform, Set<String> methods);

  /** Whether a server has limits. */
  static boolean limitsServer(Config config) {
    return TrafficSettings.SERVER.stream().anyMatch(setting -> asks(setting, config));
  }

  /**
   * Refuses settings, now and later, that ask for what this program does not have.
   *
   * @throws shippy.problem.ProblemException if those of now do
   */
  static void requireFor(LiveConfig live) {
    require(live.current());
    live.check(Governance::require);
  }

  private static void require(Config config) {
    asking(config)
        .filter(setting -> ServiceLoader.load(Governance.class).findFirst().isEmpty())
        .ifPresent(
            setting -> {
              throw Problem.of(ExitCode.CONFIG, setting.flag() + ": this program cannot do that")
                  .withFix("add the module shippy-governance to its class path", "")
                  .toException();
            });
  }

  private static Optional<Setting<?>> asking(Config config) {
    Stream<Setting<?>> single =
        Stream.of(TrafficSettings.SERVER, TrafficSettings.CLIENT)
            .flatMap(List::stream)
            .filter(setting -> asks(setting, config));
    Stream<Setting<Map<String, MethodConfig>>> some =
        Stream.of(Settings.SERVICES, Settings.METHODS)
            .filter(
                setting ->
                    config.find(setting).orElse(Map.of()).values().stream()
                        .anyMatch(Governance::asks));
    return Stream.concat(single, some).findFirst();
  }

  /** Whether it asks for anything, as no default does. */
  private static <T> boolean asks(Setting<T> setting, Config config) {
    Optional<T> standard = setting.fallback().map(text -> setting.format().parser().apply(text));
    return !config.find(setting).equals(standard);
  }

  private static boolean asks(MethodConfig method) {
    return method.breaker().orElse(false)
        || !method
            .balancer()
            .orElse(TrafficSettings.ROUND_ROBIN)
            .equals(TrafficSettings.ROUND_ROBIN);
  }

  /**
   * The one of this program.
   *
   * @throws IllegalStateException if there is none
   */
  static Governance load() {
    return ServiceLoader.load(Governance.class)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no governance on the class path"));
  }
}
