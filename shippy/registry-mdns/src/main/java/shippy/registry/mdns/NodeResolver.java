package shippy.registry.mdns;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import shippy.registry.InvalidRecords;
import shippy.registry.Node;
import shippy.registry.mdns.dns.DnsMessage;
import shippy.registry.mdns.dns.DnsName;
import shippy.registry.mdns.micro.MicroEntry;
import shippy.registry.mdns.sd.InstanceCache;
import shippy.registry.mdns.sd.NodeCodec;

/** Makes nodes of the records of responses, in both dialects. Not safe for threads. */
final class NodeResolver {
  private final Lookups lookups;
  private final SeenNodes seen;
  private final InstanceCache instances;
  private final InvalidRecords invalid =
      new InvalidRecords("Registry [mdns] ignores the record {}: {}");

  NodeResolver(Lookups lookups, SeenNodes seen, InstanceCache instances) {
    this.lookups = lookups;
    this.seen = seen;
    this.instances = instances;
  }

  /** The number of refused records. */
  long refused() {
    return invalid.count();
  }

  /** Takes a response; returns the DNS-SD instances that it changed. */
  Set<DnsName> take(DnsMessage response, AddressScope scope, long now) {
    takeMicro(response, scope, now);
    Set<DnsName> news = instances.take(response, now);
    news.forEach(label -> resolve(label, scope));
    return news;
  }

  private void takeMicro(DnsMessage response, AddressScope scope, long now) {
    if (lookups.has(Lookups.ALL)) {
      MicroEntry.services(response).stream()
          .filter(name -> !lookups.has(name) && !lookups.full())
          .forEach(name -> hearName(name, now));
    }
    MicroEntry.in(response).forEach(entry -> take(entry, scope, now));
  }

  private void hearName(String service, long now) {
    lookups.want(service, now);
    lookups.news(service, now);
  }

  private void take(MicroEntry entry, AddressScope scope, long now) {
    List<String> wanted =
        lookups.has(Lookups.ALL)
            ? entry.possibleServices()
            : entry.possibleServices().stream().filter(lookups::has).toList();
    List<InetAddress> host = scope.admitted(List.of(entry.host()));
    if (wanted.isEmpty() || host.isEmpty()) {
      return;
    }
    MicroEntry scoped = entry.at(host.get(0));
    if (wanted.stream().anyMatch(name -> seen.again(name, entry.idIn(name), scoped, now))) {
      return;
    }
    try {
      Node node = scoped.node();
      if (entry.goodbye()) {
        seen.remove(node);
      } else if (wanted.contains(node.service())) {
        seen.put(scoped, node, now);
      }
    } catch (IllegalArgumentException e) {
      invalid.add(entry.instance().toString(), entry.instance().toString(), reason(e));
    }
  }

  private void resolve(DnsName label, AddressScope scope) {
    Optional<InstanceCache.Resolved> found = instances.resolved(label);
    if (found.isEmpty()) {
      if (!instances.has(label)) {
        seen.remove(label, false, 0);
      }
      return;
    }
    List<InetAddress> hosts = scope.admitted(found.get().hosts());
    if (hosts.isEmpty() && !found.get().hosts().isEmpty()) {
      seen.remove(label, false, 0); // it is of another interface
      return;
    }
    try {
      seen.put(label, NodeCodec.decode(found.get().txt().bytes(), found.get().port(), hosts));
    } catch (IllegalArgumentException e) {
      invalid.add(label.toString(), label.toString(), reason(e));
      seen.remove(label, false, 0);
    }
  }

  private static String reason(IllegalArgumentException e) {
    return String.valueOf(e.getMessage());
  }
}
