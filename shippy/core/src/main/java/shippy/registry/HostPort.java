package shippy.registry;

import static java.util.Objects.requireNonNull;

import com.google.common.net.InetAddresses;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port, {@code 127.0.0.1:50051} or {@code [::1]:50051}.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without brackets in its short form
 * @param port 0 to 65535
 */
public record HostPort(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:\\[([0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?:%[\\w.~-]+)?)]|([^\\s:\\[\\]/@,%]+)):(\\d{1,5})");

  private static final int MAX_HOST = 253; // of a name in the DNS
  private static final int MAX_QUOTED = 100;

  public HostPort {
    requireNonNull(host, "host");
    if (host.isBlank() || host.length() > MAX_HOST) {
      throw new IllegalArgumentException(
          "host: \"%s\" (expected: a name or address)".formatted(shortened(host)));
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port: %d (expected: 0-65535)".formatted(port));
    }
    host = host.indexOf(':') >= 0 ? ipv6(host) : host;
  }

  /** Reads {@code host:port}; an {@link IllegalArgumentException} names the expected form. */
  public static HostPort parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "address: \"%s\" (expected: host:port, such as 127.0.0.1:50051)"
              .formatted(shortened(text)));
    }
    String host = m.group(1) != null ? m.group(1) : m.group(2);
    return new HostPort(host, Integer.parseInt(m.group(3)));
  }

  /**
   * Reads an address that a client can call: not port 0, and not the unspecified host, which means
   * every interface to a server and nothing to a client.
   *
   * @throws IllegalArgumentException that says why it cannot be called
   */
  public static HostPort parsePeer(String text) {
    HostPort peer = parse(text);
    if (peer.port == 0) {
      throw new IllegalArgumentException("port: 0 (expected: 1-65535)");
    }
    if (peer.isUnspecified()) {
      throw new IllegalArgumentException(
          "host: %s (expected: one that others can call)".formatted(peer.host));
    }
    return peer;
  }

  /** Whether the host is {@code 0.0.0.0} or {@code ::}. */
  public boolean isUnspecified() {
    return host.equals("0.0.0.0") || host.equals("::") || host.startsWith("::%");
  }

  private static String ipv6(String host) {
    int zone = host.indexOf('%');
    String address = zone < 0 ? host : host.substring(0, zone);
    if (!InetAddresses.isInetAddress(address)) {
      throw new IllegalArgumentException(
          "host: \"%s\" (expected: a name or address)".formatted(host));
    }
    String shortest = InetAddresses.toAddrString(InetAddresses.forString(address));
    return zone < 0 ? shortest : shortest + host.substring(zone);
  }

  private static String shortened(String text) {
    return text.length() > MAX_QUOTED ? text.substring(0, MAX_QUOTED) + "…" : text;
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
