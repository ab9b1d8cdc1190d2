package shippy.registry.mdns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.registry.Node;
import shippy.registry.mdns.dns.DnsMessage;
import shippy.registry.mdns.dns.DnsName;
import shippy.registry.mdns.dns.DnsRecord;
import shippy.registry.mdns.micro.MicroRecords;
import shippy.registry.mdns.sd.DnsSdRecords;

/** The nodes that this registry announces, in both dialects. Safe for any thread. */
final class AnnouncedNodes {
  private static final Logger LOG = LoggerFactory.getLogger(MdnsRegistry.class);

  /** A node is announced again if its own registry has not seen it for this time. */
  private static final Duration UNSEEN = Duration.ofSeconds(4);

  private static final Duration RENAME_PAUSE = Duration.ofSeconds(1);
  private static final Duration GOODBYE_AGAIN = Duration.ofMillis(60);

  private final LocalAddress where;
  private final Duration ttl;
  private final Clock clock;
  private final PacketSender sender;
  private final String hostName;
  private final Map<Key, Announcement> all = new LinkedHashMap<>();
  private volatile List<Announcement> current = List.of();

  private record Key(String service, String id) {
    static Key of(Node node) {
      return new Key(node.service(), node.id());
    }
  }

  AnnouncedNodes(LocalAddress where, Duration ttl, PacketSender sender, Clock clock) {
    this.where = where;
    this.ttl = ttl;
    this.clock = clock;
    this.sender = sender;
    // Unique, so that no host name and no label made with it has to be probed for (RFC 6762 §8.1).
    // No format: that loads what knows numbers in all languages, 10 ms of a cold start.
    this.hostName =
        ("shippy-" + ProcessHandle.current().pid() + "-" + Long.toString(clock.nanoTime(), 36))
            .replace("--", "-");
  }

  /**
   * Announces the node, unless it is already announced in this form and seen on the network.
   *
   * @param seen whether the network shows the node
   */
  synchronized void register(Node node, boolean seen) {
    Announcement known = all.get(Key.of(node));
    if (known == null || !known.node().equals(node)) {
      announce(node, known == null ? "" : known.rename());
    } else if (!seen && clock.nanoTime() - known.since() > UNSEEN.toNanos()) {
      known.restart(clock.nanoTime());
      tell(known);
    }
  }

  private void announce(Node node, String rename) {
    InetAddress own = address(node).orElse(null);
    DnsSdRecords records =
        DnsSdRecords.of(
            node,
            rename,
            host(new AddressScope(where).published(Optional.ofNullable(own))),
            new AddressScope(where).published(Optional.ofNullable(own)),
            ttl);
    Optional<MicroRecords> micro =
        MicroRecords.of(node, own == null ? where.address() : own, DnsName.of(hostName));
    if (micro.isEmpty() && rename.isEmpty()) {
      LOG.warn(
          "Registry [mdns] programs on go-micro do not find {}: its names or endpoints do not fit into"
              + " their records (expected: labels of 1-63 bytes between dots)",
          node.id());
    }
    Announcement fresh = new Announcement(node, rename, records, micro, ttl, clock.nanoTime());
    all.put(Key.of(node), fresh);
    current = List.copyOf(all.values());
    tell(fresh);
  }

  /** Of the group that they are announced to. */
  int port() {
    return where.port();
  }

  /** The address in the node, if it has no name there. */
  private static Optional<InetAddress> address(Node node) {
    return LocalAddress.literal(node.hostPort().host());
  }

  /** One name for each address: a name with two would send callers of one node to the other. */
  private DnsName host(InetAddress address) {
    String hex = HexFormat.of().formatHex(address.getAddress());
    return DnsName.of("local").child(hostName + "-" + hex);
  }

  private void tell(Announcement one) {
    one.due(clock.nanoTime()).forEach(sender::multicast);
  }

  /** Says goodbye, twice in case of a loss. */
  synchronized void deregister(Node node) {
    @Nullable Announcement known = all.remove(Key.of(node));
    if (known == null) {
      return;
    }
    current = List.copyOf(all.values());
    goodbye(known);
    clock.schedule(GOODBYE_AGAIN, () -> goodbyeAgain(node, known));
  }

  private synchronized void goodbyeAgain(Node node, Announcement known) {
    if (!all.containsKey(Key.of(node))) {
      goodbye(known);
    }
  }

  private void goodbye(Announcement known) {
    known.micro().ifPresent(micro -> sender.multicast(micro.goodbye()));
    DnsRecord address = known.records().address();
    boolean shared =
        current.stream().anyMatch(other -> other.records().address().name().equals(address.name()));
    List<DnsRecord> last = new ArrayList<>(known.records().all());
    if (shared) {
      last.remove(address);
    }
    sender.multicast(DnsMessage.announcement(last.stream().map(DnsRecord::goodbye).toList()));
  }

  /** Announces all nodes on a new link. */
  synchronized void restore() {
    for (Announcement known : current) {
      known.restart(clock.nanoTime());
      tell(known);
    }
  }

  /** Announces again what is due; to be called some times a second. */
  synchronized void upkeep() {
    current.forEach(this::tell);
  }

  /**
   * Takes another label for a node whose label another host has, with the same id: two programs
   * were given one id. Callers see one of them, the other when that is gone. At most once a second,
   * whoever says so.
   */
  synchronized void defend(DnsMessage response) {
    long now = clock.nanoTime();
    for (Announcement known : current) {
      if (response.records().anyMatch(known.records()::isClaimedBy)
          && now - known.since() > RENAME_PAUSE.toNanos()) {
        if (known.rename().isEmpty()) {
          LOG.warn(
              "Registry [mdns] another program has the id {}, callers see only one of them (expected:"
                  + " a different --server_id for each)",
              known.node().id());
        }
        announce(known.node(), hostName + Long.toString(now, Character.MAX_RADIX));
      }
    }
  }

  /** As of now. */
  List<Announcement> all() {
    return current;
  }

  /** The host in names of go-micro's dialect. */
  DnsName microHost() {
    return DnsName.of(hostName);
  }
}
