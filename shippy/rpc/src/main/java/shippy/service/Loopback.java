package shippy.service;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.function.Predicate;
import shippy.registry.HostPort;

/** Loopback addresses, on which services of this machine can always listen. Stateless. */
public final class Loopback {
  private static final List<String> ADDRESSES = List.of("127.0.0.1", "::1");

  private Loopback() {}

  /** {@code 127.0.0.1:0}; {@code [::1]:0} on a machine that has IPv6 only. */
  public static HostPort anyPort() {
    return anyPort(Loopback::isHere);
  }

  static HostPort anyPort(Predicate<InetAddress> here) {
    String host =
        ADDRESSES.stream()
            .filter(address -> here.test(InetAddresses.forString(address)))
            .findFirst()
            .orElse(ADDRESSES.get(0));
    return new HostPort(host, 0);
  }

  /** Whether this machine has the address; true for a wildcard. */
  static boolean isHere(InetAddress address) {
    try {
      return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }
}
