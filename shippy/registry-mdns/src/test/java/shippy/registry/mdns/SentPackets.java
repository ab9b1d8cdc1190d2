package shippy.registry.mdns;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import shippy.registry.mdns.dns.DnsMessage;

/** Keeps what is sent, in place of a link. Not safe for threads. */
final class SentPackets implements PacketSender {
  final List<DnsMessage> asked = new ArrayList<>();
  final List<DnsMessage> told = new ArrayList<>();
  final List<DnsMessage> answered = new ArrayList<>();

  @Override
  public void ask(DnsMessage query) {
    asked.add(DnsMessage.read(query.bytes()));
  }

  @Override
  public void multicast(DnsMessage message) {
    told.add(DnsMessage.read(message.bytes()));
  }

  @Override
  public void answer(DnsMessage response, InetSocketAddress to) {
    answered.add(DnsMessage.read(response.bytes()));
  }

  void clear() {
    asked.clear();
    told.clear();
    answered.clear();
  }
}
