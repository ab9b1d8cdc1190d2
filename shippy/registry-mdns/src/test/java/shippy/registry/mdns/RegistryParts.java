package shippy.registry.mdns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import shippy.clock.ManualClock;
import shippy.registry.Node;
import shippy.registry.mdns.dns.DnsMessage;

/** A registry on loopback without its link, on a manual clock. Not safe for threads. */
final class RegistryParts {
  static final Duration TTL = Duration.ofSeconds(20);
  private static final Duration STEP = Duration.ofMillis(225);

  final ManualClock clock = new ManualClock(Instant.EPOCH);
  final SentPackets sent = new SentPackets();
  private final LocalAddress where = LocalAddress.loopback();
  final ServiceBrowser browser = new ServiceBrowser(where, TTL, sent, clock);
  final AnnouncedNodes announced = new AnnouncedNodes(where, TTL, sent, clock);
  private final PacketDispatcher dispatcher =
      new PacketDispatcher(
          where,
          browser,
          announced,
          new MdnsResponder(announced, sent, clock, new SplittableRandom(1)));

  void begin() {
    dispatcher.begin(new AddressScope(where));
  }

  /** A packet arrives, from a port of its own or from 5353. */
  void receive(byte[] packet, int port) {
    dispatcher.receive(packet, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  void receive(DnsMessage message) {
    receive(message.bytes(), LocalAddress.PORT);
  }

  void receive(DnsMessage message, int port) {
    receive(message.bytes(), port);
  }

  /** Time passes, with upkeep. */
  void pass(Duration time) {
    for (Duration left = time; !left.isNegative() && !left.isZero(); left = left.minus(STEP)) {
      clock.advance(left.compareTo(STEP) < 0 ? left : STEP);
      dispatcher.upkeep();
    }
  }

  /** What another program sends when it registers the node: go-micro's packet, then DNS-SD's. */
  static List<DnsMessage> announcements(Node node) {
    RegistryParts other = new RegistryParts();
    other.announced.register(node, false);
    return List.copyOf(other.sent.told);
  }

  /** What another program sends when it deregisters the node. */
  static List<DnsMessage> goodbyes(Node node) {
    RegistryParts other = new RegistryParts();
    other.announced.register(node, false);
    other.sent.clear();
    other.announced.deregister(node);
    return List.copyOf(other.sent.told);
  }
}
