package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Prerequisite;
import shippy.testkit.RunningCommand;
import shippy.testkit.SystemCommand;
import shippy.testkit.kubernetes.ApiServer;

/** The programs with Kubernetes as the registry; the test writes the slices. */
@Tag("etcd")
class KubernetesIT {
  private static final String KIND = "--registry=kubernetes";
  private static final String VESSEL = "shippy.service.vessel";
  private static final String CONSIGNMENT = "shippy.service.consignment";

  @RegisterExtension static final ApiServer CLUSTER = ApiServer.create();

  private static final Sandbox SANDBOX = Sandbox.bare();

  @BeforeAll
  static void start() throws SocketException {
    SANDBOX.with("KUBECONFIG", CLUSTER.kubeconfig().toString());
    String address = address();
    for (String name : List.of(VESSEL, CONSIGNMENT)) {
      RunningCommand service =
          SANDBOX.starting(
              name.equals(VESSEL) ? Sandbox.VESSEL : Sandbox.CONSIGNMENT,
              KIND,
              "--server_address=" + address + ":0");
      String port = service.awaitLine("Listening on .*:(\\d+)", Sandbox.START).group(1);
      service.awaitLine("takes no registrations: readiness decides", Sandbox.START);
      slice(name, address, port);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    SANDBOX.close();
  }

  /** One of this machine, since slices take no loopback; a bare network namespace gets one. */
  private static String address() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(one -> one instanceof Inet4Address && !one.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElseGet(KubernetesIT::added);
  }

  private static String added() {
    try {
      SystemCommand.run(List.of("ip", "addr", "add", "192.0.2.77/32", "dev", "lo"));
      return "192.0.2.77";
    } catch (AssertionError e) {
      throw Prerequisite.missing("this machine has loopback only: " + e.getMessage());
    }
  }

  private static void slice(String service, String address, String port) {
    String name = service.substring(service.lastIndexOf('.') + 1);
    CLUSTER.apply(
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: %1$s-1, namespace: default, labels: {shippy/service-name: %2$s}}
        addressType: IPv4
        ports: [{name: grpc, port: %4$s, appProtocol: kubernetes.io/h2c}]
        endpoints:
        - {addresses: ["%3$s"], conditions: {ready: true}, targetRef: {kind: Pod, name: %1$s-0}}
        """
            .formatted(name, service, address, port));
  }

  @Test
  void consignment_is_created_by_services_that_find_each_other() {
    Result result = SANDBOX.cli(KIND, Sandbox.SAMPLE.toString());
    assertThat(result.stderr()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout()).startsWith("Created: true\n").contains("vessel001");
  }

  @Test
  void tool_shows_what_is_there() {
    Result services = SANDBOX.tool("list", "services", KIND);
    assertThat(services.stdout().lines()).contains(CONSIGNMENT, VESSEL);
    Result status = SANDBOX.tool("registry", "status", KIND);
    assertThat(status.stdout())
        .contains("registry  kubernetes\n", "location  " + CLUSTER.url() + ", namespace default\n");
    assertThat(SANDBOX.tool("get", "service", VESSEL, KIND).stdout()).contains("vessel-0");
  }

  @Test
  void call_from_outside_that_reaches_no_pod_says_so() {
    slice("there.only", "198.51.100.9", "50051");
    Result result = SANDBOX.tool("health", "there.only", KIND);
    assertThat(result.stdout() + result.stderr()).contains("the pods of the cluster cannot be");
    Result call = SANDBOX.tool("call", "there.only", "Any.Thing", "{}", KIND);
    assertThat(call.exitCode()).isEqualTo(69);
    assertThat(call.stderr())
        .contains("inside of the cluster only", "kubectl -n default port-forward service/gateway");
  }

  @Test
  void programs_with_another_registry_load_nothing_of_it() {
    Result result =
        SANDBOX
            .program(CommandHarness.jar(Sandbox.CLI, "-Xlog:class+load"))
            .run("services", "--registry=mdns");
    assertThat(result.stdout())
        .contains("shippy.registry.mdns.")
        .doesNotContain("shippy.registry.kubernetes.KubernetesRegistry ", "java.net.http.");
  }
}
