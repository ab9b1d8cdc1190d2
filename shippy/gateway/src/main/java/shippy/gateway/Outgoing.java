package shippy.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import shippy.invoke.CallOptions;
import shippy.registry.HostPort;
import shippy.telemetry.ActiveSpan;

/**
 * What goes with a call of a client.
 *
 * @param address the one instance to call; if empty, the next one in turn
 * @param metadata sent along
 * @param work the request that the call is a part of
 * @param timeout for the whole call
 */
record Outgoing(
    Optional<HostPort> address, Map<String, String> metadata, ActiveSpan work, Duration timeout) {
  Outgoing to(HostPort one) {
    return new Outgoing(Optional.of(one), metadata, work, timeout);
  }

  Outgoing within(Duration limit) {
    return new Outgoing(address, metadata, work, limit);
  }

  CallOptions options() {
    return new CallOptions(address, metadata, timeout);
  }
}
