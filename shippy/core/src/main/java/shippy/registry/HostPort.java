package shippy.registry;

import static java.util.Objects.requireNonNull;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port, {@code 127.0.0.1:50051} or {@code [::1]:50051}.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without brackets
 * @param port 0 to 65535
 */
public record HostPort(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%\\w]+)]|([^\\s:\\[\\]/@,]+)):(\\d{1,5})");

  public HostPort {
    requireNonNull(host, "host");
    if (host.isBlank()) {
      throw new IllegalArgumentException(
          "host: \"%s\" (expected: a name or address)".formatted(host));
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port: %d (expected: 0-65535)".formatted(port));
    }
  }

  /**
   * Reads {@code host:port}.
   *
   * @throws IllegalArgumentException naming the text and the expected form
   */
  public static HostPort parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "address: \"%s\" (expected: host:port, such as 127.0.0.1:50051)".formatted(text));
    }
    String host = m.group(1) != null ? m.group(1) : m.group(2);
    return new HostPort(host, Integer.parseInt(m.group(3)));
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
