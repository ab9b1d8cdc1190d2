package shippy.telemetry.export.trace;

import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import shippy.registry.HostPort;

/** Where spans go, as {@code --trace_endpoint} names it. */
record TraceEndpoint(Protocol protocol, HostPort address) {
  private static final Pattern FORM = Pattern.compile("([A-Za-z+]+)://([\\w.~:%\\[\\]-]+)/?");
  private static final Pattern HAS_PORT = Pattern.compile(".*:\\d+");
  private static final Pattern JAEGER = Pattern.compile("jaeger.*|.*:14268.*|.*/api/traces.*");
  private static final String EXPECTED =
      "otlp://host:4317, otlp+http://host:4318 or zipkin://host:9411";

  enum Protocol {
    OTLP(4317),
    OTLP_HTTP(4318),
    ZIPKIN(9411);

    private final int port;

    Protocol(int port) {
      this.port = port;
    }

    private String scheme() {
      return name().toLowerCase(Locale.ROOT).replace('_', '+');
    }

    private static Protocol of(String scheme) {
      return valueOf(scheme.toUpperCase(Locale.ROOT).replace('+', '_'));
    }
  }

  /**
   * Reads an endpoint; without a port it has the protocol's own.
   *
   * @param invalid makes the failure from what was expected
   */
  static TraceEndpoint parse(String text, Function<String, ? extends RuntimeException> invalid) {
    if (JAEGER.matcher(text).matches()) {
      throw invalid.apply(
          "otlp://host:4317, which Jaeger takes; its port 14268 takes Thrift alone");
    }
    Matcher parts = FORM.matcher(text);
    try {
      if (parts.matches()) {
        Protocol protocol = Protocol.of(parts.group(1));
        String host = parts.group(2);
        boolean hasPort = HAS_PORT.matcher(host).matches();
        return new TraceEndpoint(
            protocol, HostPort.parsePeer(hasPort ? host : host + ":" + protocol.port));
      }
    } catch (IllegalArgumentException e) {
      // told like every other text
    }
    throw invalid.apply(EXPECTED);
  }

  String url(String path) {
    return "http://" + address + path;
  }

  @Override
  public String toString() {
    return protocol.scheme() + "://" + address;
  }
}
