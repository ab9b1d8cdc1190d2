package shippy.registry.etcd;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.Discovery;
import shippy.registry.InvalidRecords;
import shippy.registry.ListWatchSource;
import shippy.registry.NodeTable;
import shippy.registry.etcd.client.EtcdClient;
import shippy.registry.etcd.format.EntryReader;
import shippy.registry.etcd.format.KeyLayout;
import shippy.testkit.etcd.EtcdExtension;

@Tag("etcd")
class EtcdListWatchSourceTest {
  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @Test
  void watch_from_a_revision_that_etcd_has_not_reached_ends_at_once() throws InterruptedException {
    try (EtcdClient client = client();
        Discovery.Watch unused = open(client, 1_000_000)) {
      assertThat(told.poll(5, SECONDS)).isEqualTo("ended");
    }
  }

  @Test
  void watch_from_the_next_revision_tells_what_happens_then() throws InterruptedException {
    try (EtcdClient client = client();
        Discovery.Watch unused = open(client, revision())) {
      etcd.etcdctl("put", "/micro/registry/s/x", "not a node");
      assertThat(told.poll(5, SECONDS))
          .isEqualTo(List.of(new NodeTable.Change("/micro/registry/s/x", List.of())).toString());
    }
  }

  private Discovery.Watch open(EtcdClient client, long revision) {
    return new EtcdListWatchSource(
            client,
            new EntryReader(
                "s",
                KeyLayout.of(Config.of(Map.of(), Map.of())),
                new InvalidRecords("{}: {}"),
                Map.of()))
        .watch(
            revision,
            new ListWatchSource.Listener() {
              @Override
              public void changed(List<NodeTable.Change> changes) {
                told.add(changes.toString());
              }

              @Override
              public void ended() {
                told.add("ended");
              }
            });
  }

  private static EtcdClient client() {
    Config config = Config.of(Map.of("registry_address", etcd.endpoints()), Map.of());
    return new EtcdClient(config, Clock.system());
  }

  private static long revision() {
    return etcd.etcdctl("get", "none", "-w", "fields")
        .lines()
        .filter(line -> line.contains("Revision"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
