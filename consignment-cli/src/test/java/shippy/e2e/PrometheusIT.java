package shippy.e2e;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static shippy.testkit.Eventually.eventually;

import com.google.protobuf.Empty;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import shippy.client.Client;
import shippy.config.Config;
import shippy.registry.HostPort;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Concurrently;
import shippy.testkit.RunningCommand;
import shippy.testkit.ThrowingRunnable;
import shippy.testkit.etcd.EtcdExtension;

/** What instances tell of themselves at {@code /metrics}, as Prometheus finds and reads it. */
@Tag("etcd")
class PrometheusIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration LEASE = Duration.ofSeconds(3);

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1).keepingData();

  private static final Sandbox SANDBOX = Sandbox.bare();
  private static final List<RunningCommand> SERVICES = new ArrayList<>();
  private static String gateway = "";

  @BeforeAll
  static void start() {
    SANDBOX
        .leasing(LEASE)
        .with("MICRO_REGISTRY", "etcd")
        .with("MICRO_REGISTRY_ADDRESS", ETCD.endpoints())
        .with("MICRO_METRICS_ADDRESS", "127.0.0.1:0");
    SERVICES.addAll(SANDBOX.both());
    gateway =
        SANDBOX
            .starting(Sandbox.TOOL, "api", "--address=127.0.0.1:0")
            .awaitLine("Listening on (http\\S+)", Sandbox.START)
            .group(1);
    assertThat(SANDBOX.cli("create", Sandbox.SAMPLE.toString()).exitCode()).isZero();
  }

  @AfterAll
  static void stop() throws Exception {
    SANDBOX.close();
  }

  @ParameterizedTest
  @EnumSource
  void each_instance_is_scraped_from_its_registration_to_the_end_of_its_lease(
      Prometheus.Version version) {
    Result config = SANDBOX.tool("prometheus", "--gateway=" + gateway);
    assertThat(config.stderr()).isEmpty();
    Prometheus prometheus =
        new Prometheus(version, SANDBOX, config.stdout().replace(": 5s", ": 1s"));
    eventually(SOON, () -> assertThat(prometheus.targets()).hasSize(2).allSatisfy(this::isUp));
    Set<String> before = Set.copyOf(prometheus.targets().keySet());

    RunningCommand added = SANDBOX.service(Sandbox.VESSEL);
    eventually(SOON, () -> assertThat(prometheus.targets()).hasSize(3).allSatisfy(this::isUp));

    added.kill();
    eventually(SOON, () -> assertThat(prometheus.targets()).containsOnlyKeys(before));
    assertThat(
            prometheus.query(
                "sum by (job, grpc_status) (grpc_server_call_duration_seconds_count"
                    + "{grpc_method=~\".*/CreateConsignment\"})"))
        .singleElement()
        .satisfies(
            found -> {
              Map<String, String> labels = Prometheus.labels(found);
              assertThat(labels)
                  .containsOnly(
                      Map.entry("job", "shippy.service.consignment"),
                      Map.entry("grpc_status", "OK"));
            });
  }

  private void isUp(String url, String health) {
    assertThat(health).as(url).isEqualTo("up");
  }

  @Test
  void promtool_finds_no_fault_in_names_and_helps() {
    List<String> addresses = targets();
    assertThat(addresses).hasSizeGreaterThanOrEqualTo(2);
    for (String address : addresses) {
      Result check = Prometheus.check(SANDBOX, "metrics", scrape(address));
      assertThat(check.stdout() + check.stderr()).isEmpty();
      assertThat(check.exitCode()).isZero();
    }
  }

  @Test
  void callers_cannot_add_series() {
    RunningCommand vessel = SERVICES.get(0);
    String metrics = metricsOf(vessel);
    HostPort address =
        HostPort.parse(vessel.awaitLine("Listening on (\\S+)", Sandbox.START).group(1));
    try (Client client = Client.open(Config.of(Map.of(), Map.of()))) {
      Channel channel = client.direct(address);
      call(channel, 0);
      Set<String> before = series(metrics);

      List<ThrowingRunnable> callers =
          IntStream.range(0, 20)
              .<ThrowingRunnable>mapToObj(
                  caller ->
                      () -> IntStream.range(0, 500).forEach(n -> call(channel, caller + 20 * n)))
              .toList();
      Concurrently.run(callers);

      assertThat(series(metrics)).isEqualTo(before).noneMatch(line -> line.contains("hostile"));
    }
  }

  /** A method of one of a thousand names that no service has. */
  private static void call(Channel channel, int number) {
    String name = "shippy.service.vessel.VesselService/\"}hostile{\\n=%d".formatted(number % 1000);
    MethodDescriptor<Empty, Empty> method =
        MethodDescriptor.<Empty, Empty>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(name)
            .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
            .build();
    assertThatThrownBy(
            () ->
                ClientCalls.blockingUnaryCall(
                    channel, method, CallOptions.DEFAULT, Empty.getDefaultInstance()))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageStartingWith("UNIMPLEMENTED");
  }

  /** Where the instance serves its metrics, by its place in the registry. */
  private static String metricsOf(RunningCommand service) {
    String id = service.awaitLine("Registered node: (\\S+)", Sandbox.START).group(1);
    return ETCD.etcdctl("get", "--prefix", "/micro/registry/", "--print-value-only")
        .lines()
        .filter(node -> node.contains(id))
        .map(node -> node.replaceAll(".*\"metrics\":\"([^\"]+)\".*", "$1"))
        .findFirst()
        .orElseThrow();
  }

  /** What the gateway tells Prometheus. */
  private static List<String> targets() {
    String groups = new Api(URI.create(gateway)).get("/prometheus/targets").body();
    return Json.value(groups).getListValue().getValuesList().stream()
        .flatMap(group -> Json.list(group, "targets").stream())
        .map(target -> target.getStringValue())
        .toList();
  }

  private static String scrape(String address) {
    return new Api(URI.create("http://" + address)).get("/metrics").body();
  }

  /** All series of an instance, without their values. */
  private static Set<String> series(String address) {
    return scrape(address)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.replaceFirst(" \\S+$", ""))
        .collect(toCollection(TreeSet::new));
  }
}
