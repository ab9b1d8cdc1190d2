package shippy.client.retry;

import java.util.List;
import java.util.Map;

/** The gRPC service configs of channels by name. */
final class ServiceConfig {
  /** The policy around all others, of every channel by name. */
  static final String POLICY = "shippy";

  private ServiceConfig() {}

  /**
   * The balancer's choice among healthy instances without outliers. Nothing is tried again while
   * more than about a tenth of the calls fail (retryThrottling, gRFC A6). Numbers must be doubles.
   */
  static Map<String, Object> ofChannel(String balancer) {
    return Map.of(
        "loadBalancingConfig",
        List.of(Map.of(POLICY, outlierDetection(balancer))),
        "healthCheckConfig",
        Map.of("serviceName", ""),
        "retryThrottling",
        Map.of("maxTokens", 100.0, "tokenRatio", 0.1));
  }

  /**
   * {@code UNAVAILABLE} is tried again so many times, for the calls that {@link
   * RetryConfigSelector} chooses it for.
   */
  static Map<String, Object> ofCalls(int retries) {
    return retries == 0
        ? Map.of()
        : Map.of(
            "methodConfig",
            List.of(Map.of("name", List.of(Map.of()), "retryPolicy", retryPolicy(retries + 1.0))));
  }

  /**
   * Leaves out an instance of which nearly every call fails, for 10 s, then longer; never more than
   * one in ten, and at most one of fewer, because a status such as NOT_FOUND counts as a failure
   * too (gRFC A50).
   */
  private static Map<String, Object> outlierDetection(String balancer) {
    return Map.of(
        "interval",
        "5s",
        "baseEjectionTime",
        "10s",
        "maxEjectionTime",
        "60s",
        "maxEjectionPercentage",
        10.0,
        "failurePercentageEjection",
        Map.of(
            "threshold",
            90.0,
            "enforcementPercentage",
            100.0,
            "minimumHosts",
            2.0,
            "requestVolume",
            20.0),
        "childPolicy",
        List.of(Map.of(balancer, Map.of())));
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
