package shippy.registry.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.clock.DaemonThreads;
import shippy.registry.Node;
import shippy.testkit.registry.SnapshotRecorder;

/** JmDNS, which shares no code with the registry, sees its nodes, and is seen. */
@Execution(ExecutionMode.CONCURRENT)
class JmdnsPeerTest {
  private static final String TYPE = "_shippy._tcp.local.";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration TTL = Duration.ofSeconds(15);

  private final String service = "peer." + UUID.randomUUID().toString().substring(0, 8);
  private final Node node =
      Node.of(service, service + "-1", "127.0.0.1:50051").withMetadata(Map.of("zone", "1"));
  private final String label = node.id().replace('.', '-');
  private final MdnsRegistry registry = MdnsRegistryTest.onLoopback();
  private final Map<String, String> resolved = new ConcurrentHashMap<>();
  private JmDNS jmdns;

  @BeforeEach
  void open() throws IOException {
    jmdns = JmDNS.create(LocalAddress.loopback().address(), "peer-" + service.substring(5));
  }

  /** JmDNS takes two seconds. */
  @AfterEach
  void close() {
    DaemonThreads.named("jmdns-close")
        .newThread(
            () -> {
              try {
                jmdns.close();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            })
        .start();
    registry.close();
  }

  @Test
  void jmdns_that_was_there_first_sees_address_text_change_and_goodbye() {
    jmdns.addServiceListener(TYPE, new Resolved());
    registry.register(node, TTL);
    eventually(
        PATIENCE,
        () -> assertThat(resolved).containsEntry(label, "127.0.0.1:50051 zone=1 id=" + node.id()));
    registry.register(node.withMetadata(Map.of("zone", "2")), TTL);
    eventually(
        PATIENCE,
        () -> assertThat(resolved).containsEntry(label, "127.0.0.1:50051 zone=2 id=" + node.id()));
    registry.deregister(node);
    eventually(PATIENCE, () -> assertThat(resolved).doesNotContainKey(label));
  }

  @Test
  void jmdns_that_comes_later_finds_the_node_by_name() {
    registry.register(node, TTL);
    ServiceInfo info = jmdns.getServiceInfo(TYPE, label, PATIENCE.toMillis());
    assertThat(info.getPort()).isEqualTo(50051);
    assertThat(info.getHostAddresses()).containsExactly("127.0.0.1");
    assertThat(info.getPropertyString("service")).isEqualTo(service);
  }

  @Test
  void service_of_jmdns_is_found_changes_and_goes() throws IOException {
    ServiceInfo info =
        ServiceInfo.create(TYPE, "Foreign." + service, 4711, 0, 0, text(Map.of("ring", "1")));
    jmdns.registerService(info);
    SnapshotRecorder seen = new SnapshotRecorder();
    registry.watch(service, seen);
    Node foreign = Node.of(service, "f", "127.0.0.1:4711");
    eventually(PATIENCE, () -> assertThat(seen.nodes()).contains(List.of(foreign)));
    eventually(PATIENCE, () -> assertThat(registry.services()).contains(service));
    info.setText(text(Map.of("md.zone", "2")));
    Node changed = foreign.withMetadata(Map.of("zone", "2"));
    eventually(PATIENCE, () -> assertThat(seen.nodes()).contains(List.of(changed)));
    jmdns.unregisterService(info);
    eventually(PATIENCE, () -> assertThat(seen.nodes()).contains(List.of()));
  }

  @Test
  void records_that_are_no_node_are_counted_and_harm_nobody() throws IOException {
    jmdns.registerService(ServiceInfo.create(TYPE, "bad1" + label, 1, 0, 0, Map.of("id", "x")));
    jmdns.registerService(ServiceInfo.create(TYPE, "bad2" + label, 1, 0, 0, new byte[] {9, 'x'}));
    jmdns.registerService(ServiceInfo.create(TYPE, "good" + label, 4711, 0, 0, text(Map.of())));
    registry.watch(service, new SnapshotRecorder());
    eventually(PATIENCE, () -> assertThat(registry.refused()).isGreaterThanOrEqualTo(2));
    Node foreign = Node.of(service, "f", "127.0.0.1:4711");
    eventually(PATIENCE, () -> assertThat(registry.nodes(service)).containsExactly(foreign));
  }

  private Map<String, String> text(Map<String, String> more) {
    Map<String, String> text = new TreeMap<>(more);
    text.put("Service", service);
    text.put("id", "f");
    return text;
  }

  private final class Resolved implements ServiceListener {
    @Override
    public void serviceAdded(ServiceEvent event) {}

    @Override
    public void serviceRemoved(ServiceEvent event) {
      resolved.remove(event.getName());
    }

    @Override
    public void serviceResolved(ServiceEvent event) {
      ServiceInfo info = event.getInfo();
      resolved.put(
          event.getName(),
          "%s:%d zone=%s id=%s"
              .formatted(
                  String.join(",", info.getHostAddresses()),
                  info.getPort(),
                  info.getPropertyString("md.zone"),
                  info.getPropertyString("id")));
    }
  }
}
