package shippy.registry.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.config.Config;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.RegistryException;
import shippy.testkit.dns.CoreDns;
import shippy.testkit.registry.ForwardingRegistry;
import shippy.testkit.registry.RegistryContract;

/** The reading half of the contract: here the zone file of a real server is what is registered. */
@Execution(ExecutionMode.CONCURRENT)
class DnsContractTest extends RegistryContract {
  @RegisterExtension final CoreDns dns = CoreDns.create();

  private final Map<String, Node> zone = new ConcurrentSkipListMap<>();
  private volatile boolean lost;

  @Override
  protected Registry open() {
    Config config =
        Config.of(
            Map.of("registry", "dns", "registry_address", "dns://" + dns.address() + "/test"),
            Map.of());
    return new ZoneRegistry(Registry.open(config));
  }

  @Override
  protected Node node(String name) {
    return Node.of(service, name, "127.0.0.1:50051");
  }

  @Override
  protected Duration patience() {
    return Duration.ofSeconds(12);
  }

  @Override
  protected Duration ttl() {
    return Duration.ofSeconds(3);
  }

  @Override
  protected boolean loseBackend() {
    dns.kill();
    lost = true;
    return true;
  }

  @Override
  protected void restoreBackend() {
    dns.start();
    lost = false;
  }

  @Override
  protected boolean forget(Node node) {
    zone.remove(key(node));
    write();
    return true;
  }

  private static String key(Node node) {
    return node.service() + "/" + node.id();
  }

  private synchronized void write() {
    List<String> records = new ArrayList<>();
    for (Node node : zone.values()) {
      HostPort at = node.hostPort();
      String host = node.service().replaceFirst(".*\\.", "");
      records.add("_grpc._tcp.%s SRV 0 0 %d %s.%s".formatted(host, at.port(), node.id(), host));
      records.add("%s.%s A %s".formatted(node.id(), host, at.host()));
    }
    dns.zone(records);
  }

  @Override
  @Disabled("DNS has no metadata")
  protected void metadata_round_trips() {}

  @Override
  @Disabled("DNS has no metadata")
  protected void same_id_replaces() {}

  @Override
  @Disabled("nobody owns a record")
  protected void crashed_owner_vanishes_after_ttl_but_not_before() {}

  @Override
  @Disabled("DNS cannot list services")
  protected void service_names_are_sorted_and_none_comes_twice() {}

  /** Registers as readiness does in Kubernetes: from outside. */
  private final class ZoneRegistry extends ForwardingRegistry {
    ZoneRegistry(Registry registry) {
      super(registry);
    }

    @Override
    public void register(Node node, Duration ttl) {
      super.register(node, ttl);
      if (lost) {
        throw new RegistryException(Problem.of(ExitCode.UNAVAILABLE, "lost"), null);
      }
      zone.put(key(node), node);
      write();
    }

    @Override
    public void deregister(Node node) {
      super.deregister(node);
      zone.remove(key(node));
      write();
    }
  }
}
