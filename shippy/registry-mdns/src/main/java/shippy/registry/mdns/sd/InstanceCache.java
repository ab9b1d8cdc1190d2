package shippy.registry.mdns.sd;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import shippy.registry.mdns.dns.DnsMessage;
import shippy.registry.mdns.dns.DnsName;
import shippy.registry.mdns.dns.DnsQuestion;
import shippy.registry.mdns.dns.DnsRecord;
import shippy.registry.mdns.dns.RecordData;

/**
 * The instances that were heard of, by name without case, and the addresses of their hosts;
 * bounded, whatever is heard. Times are readings of one monotonic clock, in nanoseconds. Not safe
 * for threads.
 */
public final class InstanceCache {
  private static final int MAX = 10_000;
  private static final int MAX_ADDRESSES = 16;
  private static final int AT_ONCE = 10;

  private final Map<DnsName, HeardInstance> instances = new LinkedHashMap<>();
  private final Map<DnsName, Set<InetAddress>> hosts = new HashMap<>();

  /**
   * What a node is made of.
   *
   * @param hosts the addresses of the host, as they were heard
   */
  public record Resolved(RecordData.Text txt, int port, List<InetAddress> hosts) {
    public Resolved {
      hosts = List.copyOf(hosts);
    }
  }

  /** Takes the records of a response; returns the instances that it changed. */
  public Set<DnsName> take(DnsMessage response, long now) {
    Set<DnsName> changed = new LinkedHashSet<>();
    for (DnsRecord item : response.records().toList()) {
      if (!(item.data() instanceof RecordData.Pointer to)) {
        take(item.name(), item, now, changed);
      } else if (item.name().isSame(DnsSdRecords.TYPE)) {
        take(to.target(), item, now, changed);
      }
    }
    takeAddresses(response, changed);
    return changed;
  }

  private static boolean isInstance(DnsName name) {
    return name.labels().size() > DnsSdRecords.TYPE.labels().size()
        && name.endsWith(DnsSdRecords.TYPE);
  }

  private void take(DnsName instance, DnsRecord item, long now, Set<DnsName> changed) {
    if (!isInstance(instance)) {
      return;
    }
    DnsName key = instance.key();
    if (item.ttlSeconds() == 0) {
      if (instances.remove(key) != null) {
        changed.add(key);
      }
      return;
    }
    HeardInstance heard = instances.get(key);
    if (heard == null) {
      if (instances.size() >= MAX) {
        return;
      }
      heard = new HeardInstance(instance, now);
      instances.put(key, heard);
      changed.add(key);
    }
    if (heard.take(item, now)) {
      changed.add(key);
      heard.server().ifPresent(server -> host(server.target().key()));
    }
  }

  /** Room for the addresses of a host; those of hosts that no instance has any more go. */
  private void host(DnsName host) {
    if (hosts.size() > instances.size() + MAX_ADDRESSES) {
      hosts.keySet().retainAll(instances.values().stream().map(InstanceCache::hostOf).toList());
    }
    hosts.putIfAbsent(host, Set.of());
  }

  private static @Nullable DnsName hostOf(HeardInstance instance) {
    return instance.server().map(server -> server.target().key()).orElse(null);
  }

  /**
   * Goodbyes of addresses are ignored: stacks of one host share its name and close on their own.
   */
  private void takeAddresses(DnsMessage response, Set<DnsName> changed) {
    Map<DnsName, Set<InetAddress>> heard = new LinkedHashMap<>();
    boolean flush = false;
    for (DnsRecord item : response.records().toList()) {
      DnsName host = item.name().key();
      if (item.data() instanceof RecordData.Address data
          && item.ttlSeconds() > 0
          && hosts.containsKey(host)) {
        heard.computeIfAbsent(host, key -> new LinkedHashSet<>()).add(data.address());
        flush |= item.flush();
      }
    }
    for (Map.Entry<DnsName, Set<InetAddress>> found : heard.entrySet()) {
      Set<InetAddress> before = hosts.getOrDefault(found.getKey(), Set.of());
      Set<InetAddress> now = new LinkedHashSet<>(flush ? Set.of() : before);
      now.addAll(found.getValue());
      if (now.size() <= MAX_ADDRESSES && !now.equals(before)) {
        hosts.put(found.getKey(), now);
        instances.forEach(
            (key, instance) -> {
              if (found.getKey().equals(hostOf(instance))) {
                changed.add(key);
              }
            });
      }
    }
  }

  /** An instance of which all has come; one without an address has no hosts. */
  public Optional<Resolved> resolved(DnsName key) {
    HeardInstance heard = instances.get(key);
    if (heard == null || !heard.complete(!hostsOf(heard).isEmpty())) {
      return Optional.empty();
    }
    return heard
        .text()
        .flatMap(
            text ->
                heard
                    .server()
                    .map(server -> new Resolved(text, server.port(), List.copyOf(hostsOf(heard)))));
  }

  private Set<InetAddress> hostsOf(HeardInstance instance) {
    DnsName host = hostOf(instance);
    return host == null ? Set.of() : hosts.getOrDefault(host, Set.of());
  }

  /** Whether the instance is known. */
  public boolean has(DnsName key) {
    return instances.containsKey(key);
  }

  /** Removes the instances whose time is over; returns them. */
  public Set<DnsName> expire(long now) {
    Set<DnsName> gone =
        instances.entrySet().stream()
            .filter(entry -> entry.getValue().expired(now))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    instances.keySet().removeAll(gone);
    return gone;
  }

  /** Nothing that is known now is valid for longer than until then, unless it is heard again. */
  public void limit(long until) {
    instances.values().forEach(instance -> instance.limit(until));
  }

  /** The pointers that need not be answered again. */
  public List<DnsRecord> known(long now, int limit) {
    return instances.values().stream()
        .flatMap(instance -> instance.known(now).stream())
        .limit(limit)
        .toList();
  }

  /** Questions for what is missing of these instances, if nobody has asked yet. */
  public List<DnsQuestion> questions(Set<DnsName> changed) {
    return changed.stream()
        .flatMap(key -> Stream.ofNullable(instances.get(key)))
        .filter(HeardInstance::unasked)
        .limit(AT_ONCE)
        .flatMap(instance -> instance.missing(!hostsOf(instance).isEmpty()).stream())
        .toList();
  }

  /** Questions for records that are about to expire or have not come, for some instances a time. */
  public List<DnsQuestion> questions(long now) {
    List<DnsQuestion> questions = new ArrayList<>();
    for (HeardInstance instance : instances.values()) {
      questions.addAll(instance.refresh(now));
      questions.addAll(instance.missing(!hostsOf(instance).isEmpty()));
      if (questions.size() >= 2 * AT_ONCE) {
        break;
      }
    }
    return questions;
  }
}
