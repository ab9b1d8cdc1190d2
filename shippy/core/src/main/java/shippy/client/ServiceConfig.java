package shippy.client;

import java.util.List;
import java.util.Map;

/** What gRPC itself is told to do: the service config of every channel by name. */
final class ServiceConfig {
  private ServiceConfig() {}

  /**
   * Round robin over healthy instances; {@code UNAVAILABLE} tried again, but not when more than
   * about a tenth of the calls fail (retryThrottling, gRFC A6). Numbers must be doubles.
   */
  static Map<String, Object> withRetries(int retries) {
    Map<String, Object> balanced =
        Map.of(
            "loadBalancingConfig", List.of(Map.of("round_robin", Map.of())),
            "healthCheckConfig", Map.of("serviceName", ""));
    if (retries == 0) {
      return balanced;
    }
    Map<String, Object> everyMethod =
        Map.of("name", List.of(Map.of()), "retryPolicy", retryPolicy(retries + 1.0));
    return Map.of(
        "loadBalancingConfig", balanced.get("loadBalancingConfig"),
        "healthCheckConfig", balanced.get("healthCheckConfig"),
        "methodConfig", List.of(everyMethod),
        "retryThrottling", Map.of("maxTokens", 100.0, "tokenRatio", 0.1));
  }

  private static Map<String, Object> retryPolicy(double attempts) {
    return Map.of(
        "maxAttempts",
        attempts,
        "initialBackoff",
        "0.05s",
        "maxBackoff",
        "0.5s",
        "backoffMultiplier",
        2.0,
        "retryableStatusCodes",
        List.of("UNAVAILABLE"));
  }
}
