package shippy.registry.mdns.sd;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import shippy.registry.Node;
import shippy.registry.mdns.dns.DnsMessage;
import shippy.registry.mdns.dns.DnsName;
import shippy.registry.mdns.dns.DnsQuestion;
import shippy.registry.mdns.dns.DnsRecord;
import shippy.registry.mdns.dns.DnsType;
import shippy.registry.mdns.dns.RecordData;

/** The DNS-SD records of a node of this process: always announced together, in one packet. */
public record DnsSdRecords(DnsRecord pointer, DnsRecord server, DnsRecord text, DnsRecord address) {
  /** The DNS-SD type of all shippy services; the TXT record has the name of the service. */
  public static final DnsName TYPE = DnsName.of("_shippy._tcp.local");

  /** Where browsers ask for the types that there are (RFC 6763 §9). */
  public static final DnsName ENUMERATION = DnsName.of("_services._dns-sd._udp.local");

  /** What resolvers without multicast DNS are told at most (RFC 6762 §6.7). */
  public static final int LEGACY_TTL_SECONDS = 10;

  public DnsSdRecords {
    requireNonNull(pointer, "pointer");
    requireNonNull(server, "server");
    requireNonNull(text, "text");
    requireNonNull(address, "address");
  }

  /**
   * The records of a node; an {@link IllegalArgumentException} names what does not fit.
   *
   * @param rename see {@link InstanceLabel#of}
   * @param host a name that only this process uses, and only for this address
   */
  public static DnsSdRecords of(
      Node node, String rename, DnsName host, InetAddress address, Duration ttl) {
    DnsName instance = TYPE.child(InstanceLabel.of(node.id(), rename));
    int seconds = (int) ttl.toSeconds();
    int port = node.hostPort().port();
    return new DnsSdRecords(
        new DnsRecord(TYPE, false, seconds, new RecordData.Pointer(instance)),
        new DnsRecord(instance, true, seconds, new RecordData.Server(0, 0, port, host)),
        new DnsRecord(instance, true, seconds, RecordData.Text.of(NodeCodec.txt(node))),
        new DnsRecord(host, true, seconds, new RecordData.Address(address)));
  }

  /** All four: a browser that was there first takes them from one packet. */
  public List<DnsRecord> all() {
    return List.of(pointer, server, text, address);
  }

  /** Those that answer one of the questions. */
  public List<DnsRecord> answersTo(List<DnsQuestion> questions) {
    return all().stream()
        .filter(item -> questions.stream().anyMatch(question -> question.isAnsweredBy(item)))
        .toList();
  }

  /** Whether the one who asks knows the instance for long enough (RFC 6762 §7.1). */
  public boolean isKnown(DnsMessage query) {
    return query.answers().stream()
        .anyMatch(
            known ->
                known.name().isSame(TYPE)
                    && known.data() instanceof RecordData.Pointer to
                    && to.target().isSame(server.name())
                    && known.ttlSeconds() * 2 >= pointer.ttlSeconds());
  }

  /** Whether another host says that an instance of this name is its own. */
  public boolean isClaimedBy(DnsRecord heard) {
    return heard.data() instanceof RecordData.Server other
        && heard.ttlSeconds() > 0
        && heard.name().isSame(server.name())
        && server.data() instanceof RecordData.Server own
        && !other.target().isSame(own.target());
  }

  /** The answer to a question for the types that there are. */
  public DnsRecord type() {
    return new DnsRecord(ENUMERATION, false, pointer.ttlSeconds(), new RecordData.Pointer(TYPE));
  }

  /** Whether the types that there are are asked for. */
  public static boolean isEnumeration(DnsQuestion question) {
    return question.wants(DnsType.PTR) && question.name().isSame(ENUMERATION);
  }
}
