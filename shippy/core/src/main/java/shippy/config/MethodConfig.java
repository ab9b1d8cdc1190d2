package shippy.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How calls of a method or service are made, where that differs from the rest; gRPC's term.
 *
 * @param timeout the deadline of a call, retries included
 * @param retries how often a failed call is tried again
 */
public record MethodConfig(Optional<Duration> timeout, Optional<Integer> retries) {
  /** {@code NAME.timeout=2s,NAME.retries=1}; names may have dots. */
  static final Format<Map<String, MethodConfig>> FORMAT =
      Format.pairs(
          "NAME.timeout=DURATION or NAME.retries=0 to 4, separated by commas", MethodConfig::parse);

  private static final Format<Duration> TIMEOUT = Format.duration();
  private static final Format<Integer> RETRIES = Format.integer(0, 4);

  public MethodConfig {
    requireNonNull(timeout, "timeout");
    requireNonNull(retries, "retries");
  }

  /** This one, completed by a weaker one. */
  public MethodConfig or(MethodConfig weaker) {
    return new MethodConfig(timeout.or(weaker::timeout), retries.or(weaker::retries));
  }

  private static Map<String, MethodConfig> parse(Map<String, String> pairs) {
    Map<String, MethodConfig> configs = new TreeMap<>();
    pairs.forEach(
        (key, text) ->
            configs.merge(
                key.substring(0, Math.max(0, key.lastIndexOf('.'))),
                of(key.substring(key.lastIndexOf('.') + 1), text),
                MethodConfig::or));
    if (configs.containsKey("")) {
      throw new IllegalArgumentException("no name");
    }
    return Map.copyOf(configs);
  }

  private static MethodConfig of(String field, String text) {
    return switch (field) {
      case "timeout" ->
          new MethodConfig(Optional.of(TIMEOUT.parser().apply(text)), Optional.empty());
      case "retries" ->
          new MethodConfig(Optional.empty(), Optional.of(RETRIES.parser().apply(text)));
      default -> throw new IllegalArgumentException(field);
    };
  }
}
