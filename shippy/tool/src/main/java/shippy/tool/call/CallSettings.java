package shippy.tool.call;

import java.time.Duration;
import shippy.config.Format;
import shippy.config.Setting;
import shippy.registry.HostPort;

/** Settings of single calls. */
final class CallSettings {
  static final Setting<HostPort> ADDRESS =
      Setting.optional(
          "address",
          "host:port of the one instance to call, past the registry",
          new Format<>("host:port, such as 127.0.0.1:50051", HostPort::parsePeer));
  static final Setting<Duration> TIMEOUT =
      Setting.optional(
          "timeout",
          "how long the whole call may take (client_request_timeout)",
          Format.duration());
  static final Setting<Integer> COUNT =
      Setting.of("count", "1", "how often to call", Format.integer(1, 1_000_000));

  private CallSettings() {}
}
