package shippy.registry.mdns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.problem.ProblemException;

/**
 * The address of this machine that a registry uses.
 *
 * @param label the name of its interface, for messages
 * @param port of the group; with another port than mDNS's, a registry is one of its own
 */
record LocalAddress(InetAddress address, String label, int port) {
  /** The port of mDNS. */
  static final int PORT = 5353;

  /** Not with a colon: an address of etcd that lacks {@code --registry=etcd} is to be refused. */
  private static final Pattern WITH_PORT = Pattern.compile("(.+)#(\\d{1,5})");

  private static final Pattern LITERAL =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(%\\w+)?");

  /** {@code 127.0.0.1}, where services listen by default. */
  static LocalAddress loopback() {
    try {
      return new LocalAddress(
          InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}), "loopback", PORT);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** The configured address, loopback by default; fails if this machine does not have it. */
  static LocalAddress of(Config config) {
    Optional<String> text = config.find(Settings.REGISTRY_ADDRESS);
    if (text.isEmpty()) {
      return loopback();
    }
    try {
      return find(text.get())
          .orElseThrow(() -> config.invalid(Settings.REGISTRY_ADDRESS, expected()));
    } catch (SocketException | UnknownHostException e) {
      ProblemException problem = config.invalid(Settings.REGISTRY_ADDRESS, expected());
      problem.addSuppressed(e);
      throw problem;
    }
  }

  private static Optional<LocalAddress> find(String text)
      throws SocketException, UnknownHostException {
    Matcher form = WITH_PORT.matcher(text);
    if (!form.matches()) {
      return find(text, PORT);
    }
    int port = Integer.parseInt(form.group(2));
    return port < 1 || port > 65_535 ? Optional.empty() : find(form.group(1), port);
  }

  private static Optional<LocalAddress> find(String text, int port)
      throws SocketException, UnknownHostException {
    if (LITERAL.matcher(text).matches()) {
      InetAddress address = InetAddress.getByName(text);
      return Optional.ofNullable(NetworkInterface.getByInetAddress(address))
          .map(found -> new LocalAddress(address, found.getName(), port));
    }
    return Optional.ofNullable(NetworkInterface.getByName(text))
        .flatMap(LocalAddress::best)
        .map(address -> new LocalAddress(address, text, port));
  }

  /** IPv4 before IPv6, link-local last: DNS records do not carry its scope. */
  private static Optional<InetAddress> best(NetworkInterface link) {
    return Collections.list(link.getInetAddresses()).stream()
        .min(
            Comparator.comparing((InetAddress a) -> a.isLinkLocalAddress())
                .thenComparing(a -> !(a instanceof Inet4Address)));
  }

  /** The address that a host is, if it is no name. */
  static Optional<InetAddress> literal(String host) {
    try {
      return LITERAL.matcher(host).matches()
          ? Optional.of(InetAddress.getByName(host))
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** The interface that has the address; empty if there is none that is up. */
  Optional<NetworkInterface> link() {
    try {
      NetworkInterface link = NetworkInterface.getByInetAddress(address);
      return link != null && link.isUp() ? Optional.of(link) : Optional.empty();
    } catch (SocketException e) {
      return Optional.empty();
    }
  }

  private static String expected() {
    return "an address or interface of this machine: " + interfaces();
  }

  /** All interfaces, for messages: {@code lo 127.0.0.1, eth0 192.0.2.7}. */
  static String interfaces() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(link -> best(link).stream().map(a -> link.getName() + " " + a.getHostAddress()))
          .collect(Collectors.joining(", "));
    } catch (SocketException e) {
      return "cannot be listed: " + e.getMessage();
    }
  }

  @Override
  public String toString() {
    String own = port == PORT ? "" : ", port " + port;
    return address.getHostAddress() + " (" + label + own + ")";
  }
}
