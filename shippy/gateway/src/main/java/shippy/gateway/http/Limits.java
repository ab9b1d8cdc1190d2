package shippy.gateway.http;

import java.time.Duration;

/** How much clients may use of the gateway. */
public final class Limits {
  /** Of a body, packed and unpacked: as of a gRPC message. */
  public static final int BODY_BYTES = 4 * 1024 * 1024;

  /** Of a body that an event loop may read: it takes half a millisecond. */
  static final int SMALL_BODY_BYTES = 16 * 1024;

  /** Of all bodies in memory together. */
  public static final int BODIES_BYTES = 16 * BODY_BYTES;

  static final int URI_CHARACTERS = 8 * 1024;

  /** Of a request line: more than of a URI, so that a long URI gets an answer. */
  static final int LINE_BYTES = 2 * URI_CHARACTERS;

  static final int HEADER_BYTES = 32 * 1024;
  static final int QUERY_VALUES = 1000;
  public static final int QUERY_DEPTH = 32;
  public static final int JSON_DEPTH = 100;
  static final int CONNECTIONS = 1000;
  static final int REQUESTS_PER_CONNECTION = 100;
  static final int RESETS_PER_MINUTE = 400;
  public static final int CALLS = 64;
  public static final int STREAMS = 64;
  public static final int EVENT_CLIENTS = 256;
  static final int HEALTH_CLIENTS = 32;

  /** For a request to arrive, headers and body. */
  public static final Duration ARRIVAL = Duration.ofSeconds(10);

  /** For a kept connection to be used again. */
  static final Duration IDLE = Duration.ofSeconds(60);

  /** For a client to take an answer, or a piece of one. */
  public static final Duration DELIVERY = Duration.ofSeconds(15);

  /** For a client that is still sending to see the answer and close the connection. */
  public static final Duration LINGERING = Duration.ofSeconds(5);

  /** For running requests to end when the gateway closes. */
  static final Duration CLOSING = Duration.ofSeconds(10);

  /** The longest deadline that a client may ask for. */
  public static final Duration LONGEST_CALL = Duration.ofSeconds(60);

  /** For a stream whose client sets no limit. */
  public static final Duration LONGEST_STREAM = Duration.ofDays(365);

  private Limits() {}
}
