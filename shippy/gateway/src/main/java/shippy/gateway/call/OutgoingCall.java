package shippy.gateway.call;

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
record OutgoingCall(
    Optional<HostPort> address, Map<String, String> metadata, ActiveSpan work, Duration timeout) {
  OutgoingCall to(HostPort one) {
    return new OutgoingCall(Optional.of(one), metadata, work, timeout);
  }

  OutgoingCall within(Duration limit) {
    return new OutgoingCall(address, metadata, work, limit);
  }

  CallOptions options() {
    return new CallOptions(address, metadata, timeout);
  }
}
