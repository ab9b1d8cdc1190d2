package shippy.invoke;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import shippy.registry.HostPort;

/**
 * What goes with a call.
 *
 * @param address the one instance to call, past the registry; if empty, the next one in turn
 * @param metadata sent along; names are those of HTTP/2 headers, values printable ASCII
 * @param timeout for the whole call, retries included
 */
public record CallOptions(
    Optional<HostPort> address, Map<String, String> metadata, Duration timeout) {
  public CallOptions {
    requireNonNull(address, "address");
    metadata = Map.copyOf(metadata);
    requireNonNull(timeout, "timeout");
  }

  /** To the next instance in turn, with nothing but a deadline. */
  public static CallOptions within(Duration timeout) {
    return new CallOptions(Optional.empty(), Map.of(), timeout);
  }
}
