package shippy.registry.mdns.micro;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.registry.mdns.dns.DnsMessage;
import shippy.registry.mdns.dns.DnsName;
import shippy.registry.mdns.dns.DnsRecord;
import shippy.registry.mdns.dns.RecordData;

/**
 * A node in a packet of go-micro's dialect: all of it is in one packet. The TXT record is read only
 * when it is needed.
 *
 * @param goodbye whether the node says that it goes
 */
public record MicroEntry(
    DnsName instance, int port, InetAddress host, RecordData.Text text, boolean goodbye) {
  private static final int SERVICES_LABELS = MicroRecords.SERVICES.labels().size();

  public MicroEntry {
    requireNonNull(instance, "instance");
    requireNonNull(host, "host");
    requireNonNull(text, "text");
  }

  /** The complete nodes of a response. */
  public static List<MicroEntry> in(DnsMessage response) {
    Map<DnsName, InetAddress> hosts = new HashMap<>();
    Map<DnsName, RecordData.Text> texts = new HashMap<>();
    for (DnsRecord item : response.records().toList()) {
      if (item.data() instanceof RecordData.Address data) {
        hosts.putIfAbsent(item.name(), data.address());
      } else if (item.data() instanceof RecordData.Text data) {
        texts.putIfAbsent(item.name(), data);
      }
    }
    List<MicroEntry> entries = new ArrayList<>();
    for (DnsRecord item : response.records().toList()) {
      if (item.data() instanceof RecordData.Server server
          && item.name().endsWith(MicroRecords.DOMAIN)
          && !item.name().endsWith(MicroRecords.SERVICES)) {
        InetAddress host = hosts.get(server.target());
        RecordData.Text text = texts.get(item.name());
        if (host != null && text != null) {
          boolean goodbye = item.ttlSeconds() == 0;
          entries.add(new MicroEntry(item.name(), server.port(), host, text, goodbye));
        }
      }
    }
    return entries;
  }

  /** The names of services that a response lists. */
  public static List<String> services(DnsMessage response) {
    return response
        .records()
        .filter(item -> item.name().equals(MicroRecords.SERVICES) && item.ttlSeconds() > 0)
        .flatMap(item -> targetOf(item.data()))
        .filter(name -> name.labels().size() > SERVICES_LABELS)
        .filter(name -> name.endsWith(MicroRecords.SERVICES))
        .map(name -> name.textBefore(SERVICES_LABELS))
        .toList();
  }

  private static Stream<DnsName> targetOf(RecordData data) {
    return data instanceof RecordData.Pointer pointer ? Stream.of(pointer.target()) : Stream.of();
  }

  /** The services that it may be of: go-micro puts dots into ids and names alike. */
  public List<String> possibleServices() {
    List<String> labels = instance.labels();
    return IntStream.range(1, labels.size() - 1)
        .mapToObj(i -> new DnsName(labels.subList(i, labels.size() - 1)).toString())
        .toList();
  }

  /** Its id, if it is of this service. */
  public String idIn(String service) {
    int dots = (int) service.chars().filter(c -> c == '.').count();
    return instance.textBefore(dots + 2);
  }

  /** The same node at another address. */
  public MicroEntry at(InetAddress other) {
    return new MicroEntry(instance, port, other, text, goodbye);
  }

  /** The node; an {@link IllegalArgumentException} says why it is none. */
  public Node node() {
    MicroText read = MicroText.parse(text.bytes());
    DnsName service = MicroRecords.serviceName(read.service());
    if (!instance.endsWith(service) || instance.labels().size() == service.labels().size()) {
      throw new IllegalArgumentException(
          "service: \"%s\" (expected: the end of %s)".formatted(read.service(), instance));
    }
    return new Node(
        read.service(),
        instance.textBefore(service.labels().size()),
        read.version().isBlank() ? "latest" : read.version(),
        new HostPort(host.getHostAddress(), port).toString(),
        read.metadata(),
        read.endpoints());
  }
}
