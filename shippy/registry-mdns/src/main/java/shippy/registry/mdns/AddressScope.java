package shippy.registry.mdns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses mean something on the interface of a registry. Linux hands multicast packets of
 * every interface to every socket of the group, so both packets and records are looked at: without
 * this a registry on loopback would list the network, and one on the network would send calls meant
 * for another machine to its own loopback. It prevents mistakes, not attacks. Safe for any thread.
 */
final class AddressScope {
  private final LocalAddress where;
  private final @Nullable NetworkInterface link;
  private final List<InterfaceAddress> networks;

  /** As the interface is now. */
  AddressScope(LocalAddress where) {
    this.where = where;
    this.link = where.link().orElse(null);
    this.networks = link == null ? List.of() : link.getInterfaceAddresses();
  }

  /** Whether a packet from there is of this link (RFC 6762 §11), or of this machine. */
  boolean isOnLink(InetAddress source) {
    if (where.address().isLoopbackAddress()) {
      return source.isAnyLocalAddress() || isOfThisMachine(source);
    }
    return source.isLinkLocalAddress() || isInNetwork(source);
  }

  /** Whether a node at this address can be called from here. */
  boolean admits(InetAddress host) {
    return where.address().isLoopbackAddress()
        ? isOfThisMachine(host)
        : !host.isLoopbackAddress() && !host.isAnyLocalAddress();
  }

  private static boolean isOfThisMachine(InetAddress address) {
    try {
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }

  /** The addresses that can be called, those of the interface's own networks first. */
  List<InetAddress> admitted(List<InetAddress> hosts) {
    return hosts.stream()
        .filter(this::admits)
        .sorted(
            Comparator.comparing((InetAddress host) -> !isInNetwork(host))
                .thenComparing(InetAddress::isLinkLocalAddress)
                .thenComparing(host -> !(host instanceof Inet4Address)))
        .map(this::scoped)
        .toList();
  }

  /** A link-local address of IPv6 means something together with an interface only. */
  private InetAddress scoped(InetAddress host) {
    if (!(host instanceof Inet6Address) || !host.isLinkLocalAddress() || link == null) {
      return host;
    }
    try {
      return Inet6Address.getByAddress(null, host.getAddress(), link);
    } catch (UnknownHostException e) {
      return host; // the interface has no such addresses
    }
  }

  private boolean isInNetwork(InetAddress host) {
    return networks.stream().anyMatch(network -> contains(network, host));
  }

  private static boolean contains(InterfaceAddress network, InetAddress host) {
    byte[] own = network.getAddress().getAddress();
    byte[] other = host.getAddress();
    int bits = network.getNetworkPrefixLength();
    for (int i = 0; i < own.length && bits > 0; i++, bits -= Byte.SIZE) {
      int mask = bits >= Byte.SIZE ? 0xff : 0xff << (Byte.SIZE - bits);
      if (own.length != other.length || ((own[i] ^ other[i]) & mask) != 0) {
        return false;
      }
    }
    return own.length == other.length;
  }

  /** The address of a node for DNS-SD: its own if others may use it, else that of the interface. */
  InetAddress published(Optional<InetAddress> own) {
    return own.filter(this::admits).orElse(where.address());
  }
}
