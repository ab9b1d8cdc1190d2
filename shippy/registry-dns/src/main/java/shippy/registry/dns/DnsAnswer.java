package shippy.registry.dns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The records of one answer.
 *
 * @param targets of the SRV records with the first priority
 * @param addresses in the answer itself
 * @param hosts the addresses of targets that came with them
 * @param ttlSeconds the smallest of all; at most {@link #NEGATIVE_SECONDS} if there are none
 */
record DnsAnswer(
    List<Target> targets,
    List<InetAddress> addresses,
    Map<String, List<InetAddress>> hosts,
    long ttlSeconds) {
  /** What CoreDNS gives its answers on Kubernetes. */
  static final long NEGATIVE_SECONDS = 5;

  /** The host is in lower case and without the last dot. */
  record Target(int priority, int port, String host) {}

  static DnsAnswer of(DnsResponse response) {
    List<Target> targets = new ArrayList<>();
    List<InetAddress> addresses = new ArrayList<>();
    long ttl = Long.MAX_VALUE;
    for (DnsRawRecord found : records(response, DnsSection.ANSWER)) {
      ttl = Math.min(ttl, found.timeToLive());
      if (found.type().equals(DnsRecordType.SRV)) {
        targets.add(target(found.content()));
      } else if (isAddress(found)) {
        addresses.add(address(found));
      }
    }
    Map<String, List<InetAddress>> hosts = new HashMap<>();
    for (DnsRawRecord found : records(response, DnsSection.ADDITIONAL)) {
      if (isAddress(found)) {
        ttl = Math.min(ttl, found.timeToLive());
        hosts.computeIfAbsent(host(found.name()), host -> new ArrayList<>()).add(address(found));
      }
    }
    int first = targets.stream().mapToInt(Target::priority).min().orElse(0);
    targets.removeIf(target -> target.priority() > first);
    boolean nothing = targets.isEmpty() && addresses.isEmpty();
    return new DnsAnswer(
        targets, addresses, hosts, nothing ? Math.min(ttl, NEGATIVE_SECONDS) : ttl);
  }

  private static List<DnsRawRecord> records(DnsResponse response, DnsSection section) {
    List<DnsRawRecord> found = new ArrayList<>();
    for (int i = 0; i < response.count(section); i++) {
      DnsRecord next = response.recordAt(section, i);
      if (next instanceof DnsRawRecord raw) {
        found.add(raw);
      }
    }
    return found;
  }

  private static Target target(ByteBuf content) {
    int priority = content.readUnsignedShort();
    content.skipBytes(2); // the weight
    int port = content.readUnsignedShort();
    return new Target(priority, port, host(DefaultDnsRecordDecoder.decodeName(content)));
  }

  private static String host(String name) {
    return name.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
  }

  private static boolean isAddress(DnsRecord found) {
    return found.type().equals(DnsRecordType.A) || found.type().equals(DnsRecordType.AAAA);
  }

  private static InetAddress address(DnsRawRecord found) {
    try {
      return InetAddress.getByAddress(ByteBufUtil.getBytes(found.content()));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address record of " + found.name(), e);
    }
  }
}
