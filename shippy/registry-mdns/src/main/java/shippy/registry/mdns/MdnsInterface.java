package shippy.registry.mdns;

import static java.util.Objects.requireNonNull;

import java.net.NetworkInterface;
import java.net.SocketException;
import shippy.config.Config;

/**
 * The network interface that an mDNS registry uses, as it was when it was read.
 *
 * @param name the system's name for it
 * @param address the address of this machine on it
 * @param present whether it has the address; an IPv6-only machine lacks 127.0.0.1, for example
 * @param up whether it exists and is up
 * @param multicast whether it supports multicast; Linux's loopback does, though it does not say so
 */
public record MdnsInterface(
    String name, String address, boolean present, boolean up, boolean multicast) {
  public MdnsInterface {
    requireNonNull(name, "name");
    requireNonNull(address, "address");
  }

  /** The interface that is configured; {@link shippy.problem.ProblemException} if there is none. */
  public static MdnsInterface of(Config config) {
    LocalAddress where = LocalAddress.of(config);
    String address = where.address().getHostAddress();
    try {
      NetworkInterface link = NetworkInterface.getByInetAddress(where.address());
      if (link == null) {
        return absent(where.address().isLoopbackAddress() ? "lo" : where.label(), address);
      }
      boolean multicast = link.supportsMulticast() || link.isLoopback();
      return new MdnsInterface(link.getName(), address, true, link.isUp(), multicast);
    } catch (SocketException e) {
      return new MdnsInterface(where.label(), address, false, false, false); // it has just gone
    }
  }

  /** To Java an interface that is down has no address; only its name tells that it exists. */
  private static MdnsInterface absent(String name, String address) throws SocketException {
    NetworkInterface link = NetworkInterface.getByName(name);
    return new MdnsInterface(name, address, false, link != null && link.isUp(), false);
  }
}
