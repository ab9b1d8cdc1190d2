package shippy.invoke;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import shippy.registry.HostPort;

/**
 * How to make a call.
 *
 * @param address the instance to call, without asking the registry; if empty, the next one in turn
 * @param metadata sent with the call; names are those of HTTP/2 headers, values printable ASCII
 * @param timeout for the whole call, retries included; if empty, what the settings say
 */
public record CallOptions(
    Optional<HostPort> address, Map<String, String> metadata, Optional<Duration> timeout) {
  public CallOptions {
    requireNonNull(address, "address");
    metadata = Map.copyOf(metadata);
    requireNonNull(timeout, "timeout");
  }

  /** To the next instance in turn, with a deadline only. */
  public static CallOptions within(Duration timeout) {
    return new CallOptions(Optional.empty(), Map.of(), Optional.of(timeout));
  }
}
