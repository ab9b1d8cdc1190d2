package shippy.registry.mdns;

import java.net.InetSocketAddress;
import shippy.registry.mdns.dns.DnsMessage;

/** Sends messages as long as there is a link, and drops them otherwise. Never blocks. */
interface PacketSender {
  /** Asks all, who answer to this process alone. */
  void ask(DnsMessage query);

  /** Tells or asks all; answers go to all. */
  void multicast(DnsMessage message);

  /** Answers one. */
  void answer(DnsMessage response, InetSocketAddress to);
}
