package shippy.registry.dns;

import com.google.common.net.InetAddresses;
import io.netty.handler.codec.dns.DnsRecordType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import shippy.registry.HostPort;
import shippy.registry.Node;

/** Finds the nodes of a service in the domains, the first that has some. Safe for any thread. */
record DnsLookup(DnsAddress address, DnsClient client) {
  private static final Pattern LABEL = Pattern.compile("[\\w-]{1,63}");
  private static final Found NOTHING = new Found(List.of(), DnsAnswer.NEGATIVE_SECONDS);

  /**
   * Nodes, and how long they may be used.
   *
   * @param nodes no id twice
   */
  record Found(List<Node> nodes, long ttlSeconds) {}

  /** An instance at a port, {@code name} being the host in the SRV record or the address. */
  private record Instance(String name, InetAddress ip, int port) {}

  CompletableFuture<Found> find(String service) {
    String host = service.substring(service.lastIndexOf('.') + 1);
    return LABEL.matcher(host).matches()
        ? first(service, address.hosts(service))
        : CompletableFuture.completedFuture(NOTHING);
  }

  private CompletableFuture<Found> first(String service, List<String> hosts) {
    return hosts.isEmpty()
        ? CompletableFuture.completedFuture(NOTHING)
        : at(service, hosts.get(0))
            .thenCompose(
                found ->
                    found.nodes().isEmpty() && hosts.size() > 1
                        ? first(service, hosts.subList(1, hosts.size()))
                        : CompletableFuture.completedFuture(found));
  }

  private CompletableFuture<Found> at(String service, String host) {
    return client
        .ask("_grpc._tcp." + host, DnsRecordType.SRV)
        .thenCompose(
            srv -> srv.targets().isEmpty() ? byAddress(service, host) : byTarget(service, srv));
  }

  private CompletableFuture<Found> byAddress(String service, String host) {
    return addresses(host)
        .thenApply(
            answer ->
                found(
                    service,
                    answer.addresses().stream()
                        .map(ip -> new Instance(ip.getHostAddress(), ip, address.port()))
                        .toList(),
                    answer.ttlSeconds()));
  }

  /** IPv6 only where there is no IPv4: an instance that has both is one node. */
  private CompletableFuture<DnsAnswer> addresses(String host) {
    return client
        .ask(host, DnsRecordType.A)
        .thenCompose(
            v4 ->
                v4.addresses().isEmpty()
                    ? client.ask(host, DnsRecordType.AAAA)
                    : CompletableFuture.completedFuture(v4));
  }

  private CompletableFuture<Found> byTarget(String service, DnsAnswer srv) {
    List<CompletableFuture<DnsAnswer>> asked =
        srv.targets().stream().map(target -> addressOf(target, srv)).toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              List<Instance> instances = new ArrayList<>();
              long ttl = srv.ttlSeconds();
              for (int i = 0; i < asked.size(); i++) {
                DnsAnswer.Target target = srv.targets().get(i);
                DnsAnswer answer = asked.get(i).join();
                ttl = Math.min(ttl, answer.ttlSeconds());
                answer.addresses().stream()
                    .min(Comparator.comparing(ip -> ip.getAddress().length))
                    .map(ip -> new Instance(target.host(), ip, target.port()))
                    .ifPresent(instances::add);
              }
              return found(service, instances, ttl);
            });
  }

  /** Servers mostly send the addresses of targets along. */
  private CompletableFuture<DnsAnswer> addressOf(DnsAnswer.Target target, DnsAnswer srv) {
    List<InetAddress> sent = srv.hosts().getOrDefault(target.host(), List.of());
    if (sent.isEmpty() && !target.host().isEmpty()) {
      return addresses(target.host());
    }
    // An empty host says that the service is not offered.
    return CompletableFuture.completedFuture(
        new DnsAnswer(List.of(), sent, Map.of(), srv.ttlSeconds()));
  }

  private static Found found(String service, List<Instance> instances, long ttlSeconds) {
    Map<String, Node> nodes = new HashMap<>();
    instances.stream()
        .sorted(Comparator.comparing(Instance::name).thenComparing(Instance::port))
        .forEach(
            instance -> {
              String at = new HostPort(instance.ip().getHostAddress(), instance.port()).toString();
              // The name of a pod, unless two are alike or it is blank.
              Stream.of(label(instance.name()), instance.name(), at)
                  .filter(id -> !id.isBlank() && !nodes.containsKey(id))
                  .findFirst()
                  .ifPresent(id -> nodes.put(id, Node.of(service, id, at)));
            });
    return new Found(List.copyOf(nodes.values()), ttlSeconds);
  }

  /** The first label of a host; an address as it is. */
  private static String label(String name) {
    return InetAddresses.isInetAddress(name) ? name : name.replaceFirst("\\..*", "");
  }
}
