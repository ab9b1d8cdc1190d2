package shippy.registry.mdns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import shippy.registry.Node;
import shippy.registry.mdns.dns.DnsMessage;
import shippy.registry.mdns.micro.MicroRecords;
import shippy.registry.mdns.sd.DnsSdRecords;

/**
 * A node that is announced, and when to announce it again: DNS-SD after a second and whenever half
 * of its ttl is over; go-micro's dialect after one and three seconds, as go-micro does. Times are
 * readings of one monotonic clock, in nanoseconds. Safe for any thread.
 */
final class Announcement {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final List<Duration> MICRO_TIMES =
      List.of(Duration.ZERO, SECOND, Duration.ofSeconds(3));

  private final Node node;
  private final String rename;
  private final DnsSdRecords records;
  private final Optional<MicroRecords> micro;
  private final Duration ttl;
  private long since;
  private int told;
  private int microTold;
  private long multicastAt;

  /**
   * An announcement that begins now.
   *
   * @param rename see {@link DnsSdRecords#of}
   * @param micro empty if the node does not fit into go-micro's records
   */
  Announcement(
      Node node,
      String rename,
      DnsSdRecords records,
      Optional<MicroRecords> micro,
      Duration ttl,
      long now) {
    this.node = node;
    this.rename = rename;
    this.records = records;
    this.micro = micro;
    this.ttl = ttl;
    restart(now);
  }

  Node node() {
    return node;
  }

  String rename() {
    return rename;
  }

  DnsSdRecords records() {
    return records;
  }

  Optional<MicroRecords> micro() {
    return micro;
  }

  /** When the announcement began. */
  synchronized long since() {
    return since;
  }

  /** Begins anew. */
  synchronized void restart(long now) {
    since = now;
    told = 0;
    microTold = 0;
    multicastAt = now - SECOND.toNanos();
  }

  /** The packets that are due. */
  synchronized List<DnsMessage> due(long now) {
    List<DnsMessage> packets = new ArrayList<>();
    Duration age = Duration.ofNanos(now - since);
    if (microTold < MICRO_TIMES.size() && age.compareTo(MICRO_TIMES.get(microTold)) >= 0) {
      microTold++;
      micro.ifPresent(own -> packets.add(own.announcement()));
    }
    Duration half = ttl.dividedBy(2);
    Duration next = told < 2 ? SECOND.multipliedBy(told) : half.multipliedBy(told - 1);
    if (age.compareTo(next) >= 0) {
      told++;
      multicastAt = now;
      packets.add(packet());
    }
    return packets;
  }

  /** The packet for a question of all; empty within a second of the last one (RFC 6762 §6). */
  synchronized Optional<DnsMessage> forAll(long now) {
    if (now - multicastAt < SECOND.toNanos()) {
      return Optional.empty();
    }
    multicastAt = now;
    return Optional.of(packet());
  }

  private DnsMessage packet() {
    return DnsMessage.announcement(records.all());
  }
}
