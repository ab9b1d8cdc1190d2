package shippy.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

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
      Format.pairs(
          "NAME.timeout=DURATION, NAME.retries=0 to 4 or NAME.breaker=on or off, separated by"
              + " commas",
          pairs -> parse(pairs, false));

  /** The same, with {@code NAME.balancer=random}. */
  static final Format<Map<String, MethodConfig>> OF_SERVICES =
      Format.pairs(
          "NAME.timeout=DURATION, NAME.retries=0 to 4, NAME.breaker=on or off or NAME.balancer="
              + String.join("|", TrafficSettings.BALANCERS.choices())
              + ", separated by commas",
          pairs -> parse(pairs, true));

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

  private static Map<String, MethodConfig> parse(Map<String, String> pairs, boolean services) {
    Map<String, Map<String, String>> fields = new TreeMap<>();
    pairs.forEach(
        (key, text) ->
            fields
                .computeIfAbsent(
                    key.substring(0, Math.max(0, key.lastIndexOf('.'))), name -> new TreeMap<>())
                .put(key.substring(key.lastIndexOf('.') + 1), text));
    Map<String, MethodConfig> configs = new TreeMap<>();
    fields.forEach((name, texts) -> configs.put(name, of(name, texts, services)));
    return Map.copyOf(configs);
  }

  private static MethodConfig of(String name, Map<String, String> texts, boolean service) {
    MethodConfig config =
        new MethodConfig(
            take(texts, "timeout", TIMEOUT),
            take(texts, "retries", RETRIES),
            take(texts, "breaker", TrafficSettings.ON_OFF),
            service ? take(texts, "balancer", TrafficSettings.BALANCERS) : Optional.empty());
    if (name.isEmpty() || !texts.isEmpty()) {
      throw new IllegalArgumentException(name + texts.keySet());
    }
    return config;
  }

  private static <T> Optional<T> take(Map<String, String> texts, String field, Format<T> form) {
    Function<String, T> parser = form.parser();
    return Optional.ofNullable(texts.remove(field)).map(parser);
  }
}
