package shippy.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How calls of a method or service are made, where that differs from the rest; gRPC's term.
 *
 * @param timeout the deadline of a call, retries included
 * @param retries how often a failed call is tried again
 * @param breaker whether there is a circuit breaker
 * @param balancer of a service: the policy among its instances
 */
public record MethodConfig(
    Optional<Duration> timeout,
    Optional<Integer> retries,
    Optional<Boolean> breaker,
    Optional<String> balancer) {
  /** Nothing differs. */
  public static final MethodConfig NONE =
      new MethodConfig(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** {@code NAME.timeout=2s,NAME.retries=1}; names may have dots. */
  static final Format<Map<String, MethodConfig>> OF_METHODS =
      Format.pairsByName(
          "NAME.timeout=DURATION, NAME.retries=0 to 4 or NAME.breaker=on or off, each once,"
              + " separated by commas",
          (name, fields) -> of(fields, Optional.empty()));

  /** The same, with {@code NAME.balancer=random}. */
  static final Format<Map<String, MethodConfig>> OF_SERVICES =
      Format.pairsByName(
          "NAME.timeout=DURATION, NAME.retries=0 to 4, NAME.breaker=on or off or NAME.balancer="
              + String.join("|", TrafficSettings.BALANCERS.choices())
              + ", each once, separated by commas",
          (name, fields) -> of(fields, take(fields, "balancer", TrafficSettings.BALANCERS)));

  private static final Format<Duration> TIMEOUT = Format.duration();
  private static final Format<Integer> RETRIES = Format.integer(0, 4);

  public MethodConfig {
    requireNonNull(timeout, "timeout");
    requireNonNull(retries, "retries");
    requireNonNull(breaker, "breaker");
    requireNonNull(balancer, "balancer");
  }

  /** This one, completed by a weaker one. */
  public MethodConfig or(MethodConfig weaker) {
    return new MethodConfig(
        timeout.or(weaker::timeout),
        retries.or(weaker::retries),
        breaker.or(weaker::breaker),
        balancer.or(weaker::balancer));
  }

  private static MethodConfig of(Map<String, String> fields, Optional<String> balancer) {
    return new MethodConfig(
        take(fields, "timeout", TIMEOUT),
        take(fields, "retries", RETRIES),
        take(fields, "breaker", TrafficSettings.ON_OFF),
        balancer);
  }

  private static <T> Optional<T> take(Map<String, String> fields, String field, Format<T> form) {
    return Optional.ofNullable(fields.remove(field)).map(text -> form.parser().apply(text));
  }
}
