package shippy.registry.mdns.micro;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import shippy.registry.Node;
import shippy.registry.mdns.dns.DnsMessage;
import shippy.registry.mdns.dns.DnsName;
import shippy.registry.mdns.dns.DnsQuestion;
import shippy.registry.mdns.dns.DnsRecord;
import shippy.registry.mdns.dns.DnsType;
import shippy.registry.mdns.dns.RecordData;

/**
 * The records of a node of this process, in go-micro's order: a Go client takes the address only
 * after the SRV record, and only the last instance of a packet, so each has packets of its own.
 * Names are compared with case, as go-micro does.
 *
 * @param service {@code <service>.micro.}
 * @param records pointer, SRV, address, TXT
 */
public record MicroRecords(DnsName service, DnsName instance, List<DnsRecord> records) {
  /** The domain, which go-micro uses in place of {@code local}. */
  public static final DnsName DOMAIN = DnsName.of("micro");

  /** Where the names of all services are asked for. */
  public static final DnsName SERVICES = DOMAIN.child("_services");

  private static final DnsName ENUMERATION =
      DOMAIN.child("_udp").child("_dns-sd").child("_services");
  private static final int TTL_SECONDS = 120;
  private static final int PRIORITY = 10;
  private static final int WEIGHT = 1;
  private static final int NO_PORT = 9999; // what go-micro takes where there is none

  public MicroRecords {
    requireNonNull(service, "service");
    requireNonNull(instance, "instance");
    records = List.copyOf(records);
  }

  /** The records of a node; empty if its names or its endpoints do not fit. */
  public static Optional<MicroRecords> of(Node node, InetAddress address, DnsName host) {
    try {
      DnsName service = serviceName(node.service());
      DnsName instance = DnsName.of(node.id()).below(service);
      byte[] text =
          new MicroText(node.service(), node.version(), node.endpoints(), node.metadata()).bytes();
      int port = node.hostPort().port();
      MicroRecords made = of(service, instance, port, host, address, text);
      made.announcement().bytes(); // fails if it is too large
      return Optional.of(made);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The record by which go-micro's list finds the name of a service. */
  public static MicroRecords name(String service, DnsName host) {
    DnsName instance = DnsName.of(service).below(SERVICES);
    return of(SERVICES, instance, NO_PORT, host, anyAddress(), new byte[1]);
  }

  private static MicroRecords of(
      DnsName service, DnsName instance, int port, DnsName host, InetAddress address, byte[] text) {
    return new MicroRecords(
        service,
        instance,
        List.of(
            item(service, new RecordData.Pointer(instance)),
            item(instance, new RecordData.Server(PRIORITY, WEIGHT, port, host)),
            item(host, new RecordData.Address(address)),
            item(instance, RecordData.Text.of(text))));
  }

  private static DnsRecord item(DnsName name, RecordData data) {
    return new DnsRecord(name, false, TTL_SECONDS, data);
  }

  private static InetAddress anyAddress() {
    try {
      return InetAddress.getByAddress(new byte[4]);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** The name under which a service is asked for. */
  public static DnsName serviceName(String service) {
    return DnsName.of(service).below(DOMAIN);
  }

  /** The answer to a question of the query, if it is for this node. */
  public Optional<DnsMessage> answer(DnsMessage query, DnsQuestion question) {
    if (question.wants(DnsType.PTR) && question.name().equals(service)) {
      return Optional.of(query.reply(records, List.of()));
    }
    if (question.type() != DnsType.PTR && question.name().equals(instance)) {
      return Optional.of(query.reply(instanceRecords(), List.of()));
    }
    if (question.wants(DnsType.PTR) && question.name().equals(ENUMERATION)) {
      return Optional.of(
          query.reply(List.of(item(ENUMERATION, new RecordData.Pointer(service))), List.of()));
    }
    return Optional.empty();
  }

  private List<DnsRecord> instanceRecords() {
    return records.subList(1, records.size());
  }

  public DnsMessage announcement() {
    return DnsMessage.announcement(instanceRecords());
  }

  public DnsMessage goodbye() {
    return DnsMessage.announcement(instanceRecords().stream().map(DnsRecord::goodbye).toList());
  }
}
