package shippy.tool;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import shippy.config.Config;
import shippy.config.Format;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.console.Failures;
import shippy.invoke.CallOptions;
import shippy.invoke.FailedCall;
import shippy.invoke.Invoker;
import shippy.invoke.Method;
import shippy.invoke.ServiceSchema;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.registry.HostPort;

/** What {@code call} and {@code stream} have in common. Stateless. */
final class CallSettings {
  static final Setting<HostPort> ADDRESS =
      Setting.optional(
          "address",
          "host:port of the one instance to call, past the registry",
          new Format<>("host:port, such as 127.0.0.1:50051", HostPort::parse));
  static final Setting<Duration> TIMEOUT =
      Setting.optional(
          "timeout",
          "how long the whole call may take (client_request_timeout)",
          Format.duration());
  static final Setting<Integer> COUNT =
      Setting.of("count", "1", "how often to call", Format.integer(1, 1_000_000));

  private CallSettings() {}

  static CallOptions options(Config config, List<String> metadata, Duration fallback) {
    return new CallOptions(
        config.find(ADDRESS), pairs(metadata), config.find(TIMEOUT).orElse(fallback));
  }

  static Duration usualTimeout(Config config) {
    return config.get(Settings.CLIENT_REQUEST_TIMEOUT);
  }

  /** By the schema of the instance that is to be called. */
  static Method method(
      Invoker invoker, String service, String endpoint, Optional<HostPort> address) {
    ServiceSchema schema =
        address.map(at -> invoker.schema(service, at)).orElseGet(() -> invoker.schema(service));
    return schema.method(endpoint);
  }

  /** micro's own words, with an example that works here. */
  static void require(String verb, String service, String endpoint) {
    if (service.isEmpty() || endpoint.isEmpty()) {
      throw Problem.of(
              ExitCode.USAGE, "%s: nothing given (expected: service and endpoint)".formatted(verb))
          .withFix(
              "shippy %s shippy.service.vessel VesselService.FindAvailable '{\"capacity\": 1}'"
                  .formatted(verb),
              "")
          .withFix("shippy list services", "who is there")
          .withFix("shippy describe SERVICE", "its endpoints and their requests")
          .toException();
    }
  }

  /** The status and who gave it beside what the service said. */
  static ProblemException told(FailedCall failure) {
    String by = failure.node().isEmpty() ? "" : " from " + failure.node();
    return Failures.problem(failure)
        .withFact("status " + failure.getStatus().getCode() + by)
        .toException(failure);
  }

  private static Map<String, String> pairs(List<String> metadata) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : metadata) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw Problem.of(
                ExitCode.USAGE, "--metadata: \"%s\" (expected: name=value)".formatted(pair))
            .toException();
      }
      pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return pairs;
  }
}
