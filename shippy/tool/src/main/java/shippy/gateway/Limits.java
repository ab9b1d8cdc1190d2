package shippy.gateway;

import java.time.Duration;
import java.util.Map;

/** What one client may take of the gateway. */
final class Limits {
  static final int BODY_BYTES = 1024 * 1024;

  /** Of a body that is refused: read so that the client, who is still sending, sees the answer. */
  static final int DISCARDED_BYTES = 4 * BODY_BYTES;

  static final int URI_CHARACTERS = 8 * 1024;
  static final int QUERY_VALUES = 1000;
  static final int QUERY_DEPTH = 32;
  static final int JSON_DEPTH = 100;
  static final int CALLS = 64;
  static final int EVENT_CLIENTS = 32;
  static final int THREADS = CALLS + EVENT_CLIENTS + 32;

  /** For a request to arrive, headers and body. */
  static final Duration ARRIVAL = Duration.ofSeconds(10);

  /** For a client to take an answer, or a piece of one. */
  static final Duration DELIVERY = Duration.ofSeconds(15);

  /** The longest deadline that a client may ask for. */
  static final Duration LONGEST_CALL = Duration.ofSeconds(60);

  private static final Map<String, String> SERVER =
      Map.of(
          // Else a keep-alive request takes 48 ms: Nagle's algorithm against delayed ACKs.
          "sun.net.httpserver.nodelay",
          "true",
          "sun.net.httpserver.maxReqHeaders",
          "100",
          "sun.net.httpserver.maxReqHeaderSize",
          String.valueOf(32 * 1024),
          "jdk.httpserver.maxConnections",
          "1000");

  private Limits() {}

  /** Sets what the JDK's server reads once, when the first one of a process is made. */
  static void apply() {
    SERVER.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
