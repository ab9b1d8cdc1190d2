package shippy.registry.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.Snapshot;
import shippy.testkit.dns.CoreDns;
import shippy.testkit.kubernetes.ApiServer;
import shippy.testkit.registry.SnapshotRecorder;

/** A headless service of Kubernetes, as the cluster's own DNS shows it. */
class HeadlessServiceTest {
  private static final String VESSEL = "shippy.service.vessel";
  private static final Duration SOON = Duration.ofSeconds(20);

  @RegisterExtension static final ApiServer cluster = ApiServer.create();

  @RegisterExtension
  final CoreDns dns =
      CoreDns.with(
          "kubernetes cluster.local {\n kubeconfig %s test\n ttl 1\n }"
              .formatted(cluster.kubeconfig()));

  private final Registry registry =
      DnsRegistries.open("dns://" + dns.address() + "/default.svc.cluster.local");

  @BeforeAll
  static void create_the_service() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: vessel, namespace: default}
        spec:
          clusterIP: None
          selector: {app: vessel}
          ports: [{name: grpc, port: 50051, appProtocol: kubernetes.io/h2c}]
        """);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  /** As the endpoint slice controller writes it. */
  private static void slice(String... endpoints) {
    cluster.apply(
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: vessel-1
          namespace: default
          labels: {kubernetes.io/service-name: vessel}
        addressType: IPv4
        ports: [{name: grpc, port: 50061, protocol: TCP}]
        endpoints: [%s]
        """
            .formatted(Stream.of(endpoints).collect(Collectors.joining(", "))));
  }

  private static String pod(String ip, boolean ready, String more) {
    return "{addresses: [%s], conditions: {ready: %s}%s}".formatted(ip, ready, more);
  }

  @Test
  void ready_pods_are_its_nodes_and_none_is_an_empty_set() {
    SnapshotRecorder seen = new SnapshotRecorder();
    registry.watch(VESSEL, seen);
    expect(seen);

    slice(
        pod("10.1.0.1", true, ""),
        pod("10.1.0.2", false, ""),
        pod("10.1.0.3", true, ", hostname: vessel-0"));
    expect(
        seen,
        Node.of(VESSEL, "10-1-0-1", "10.1.0.1:50061"),
        Node.of(VESSEL, "vessel-0", "10.1.0.3:50061"));

    slice(pod("10.1.0.1", false, ""), pod("10.1.0.2", true, ""));
    expect(seen, Node.of(VESSEL, "10-1-0-2", "10.1.0.2:50061"));

    slice(pod("10.1.0.1", false, ""));
    expect(seen);
  }

  private static void expect(SnapshotRecorder seen, Node... nodes) {
    eventually(SOON, () -> assertThat(seen.last()).contains(new Snapshot.Nodes(List.of(nodes))));
  }
}
