package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.e2e.PeerNetwork.addressOf;
import static shippy.e2e.PeerNetwork.await;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.e2e.GoPeer.Outcome;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/** The programs of this project find services on go-micro, call them and read their errors. */
@ParameterizedClass(name = "{0}")
@EnumSource(PeerNetwork.Kind.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("etcd")
@Tag("slow")
@Order(13)
@SuppressWarnings("NullAway.Init") // the fields are set before each network's tests
class JavaCallsGoIT {
  private static final String FIND = "VesselService.FindAvailable";

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1).keepingData();

  @Parameter
  @SuppressWarnings("UnusedVariable") // for JUnit, which sets it too late for the start
  private PeerNetwork.@Nullable Kind kind;

  private PeerNetwork network;
  private RunningCommand watch;

  @BeforeParameterizedClassInvocation
  void start(PeerNetwork.Kind kind) {
    network = PeerNetwork.of(kind, ETCD);
    watch = network.watch();
    network.java().service(Sandbox.CONSIGNMENT, "--client_request_timeout=2s");
  }

  @AfterParameterizedClassInvocation
  void stop() throws Exception {
    network.close();
  }

  private GoPeer go(String version) {
    return new GoPeer(network.go(), version);
  }

  private String tool(String... args) {
    Result result = network.java().tool(args);
    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(result.stderr()).isEmpty();
    return result.stdout();
  }

  private void end(RunningCommand service) {
    service.terminate();
    await(watch, "down", service);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v4", "v5"})
  void tool_describes_and_calls_it(String version) {
    String name = "go.vessel." + version;
    try (RunningCommand service = go(version).serve("vessel", "--server_name=" + name)) {
      await(watch, "up", service);
      assertThat(tool("get", "service", name))
          .contains(addressOf(service), FIND, "max_weight int32")
          .doesNotContain("unknownFields", "MessageState");
      assertThat(tool("describe", name)).contains("FindAvailable", "Create");
      assertThat(tool("call", name, FIND, "{\"capacity\": 2}")).contains("\"go001\"");

      Result refused = network.java().tool("call", name, FIND, "{\"capacity\": -400}");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.stderr())
          .contains("INVALID_ARGUMENT", "as asked")
          .doesNotContain("\"detail\"");
      end(service);
    }
  }

  @Test
  void tool_tells_how_all_versions_are() {
    List<RunningCommand> services =
        Stream.of("v2", "v4", "v5")
            .map(version -> go(version).serve("vessel", "--server_name=go.fleet." + version))
            .toList();
    services.forEach(service -> await(watch, "up", service));
    assertThat(tool("list", "services")).contains("go.fleet.v2\ngo.fleet.v4\ngo.fleet.v5\n");
    assertThat(tool("health").split("without a health service", -1)).hasSize(4);
    Result stats = network.java().tool("stats");
    assertThat(stats.stdout()).contains(services.stream().map(PeerNetwork::addressOf).toList());
    assertThat(stats.stderr()).startsWith("a row of dashes: the instance answers, but keeps no");
    services.forEach(this::end);
  }

  /** Without a vessel service nobody knows yet, which the consignment service says. */
  @ParameterizedTest
  @ValueSource(strings = {"v2", "v4", "v5"})
  void answer_that_is_not_known_yet_is_unavailable(String version) {
    Outcome open =
        go(version)
            .call(
                "shippy.service.consignment",
                "ShippingService.CreateConsignment",
                "{\"id\": \"open-%s\", \"weight\": 1, \"containers\": [{}]}".formatted(version));

    assertThat(open)
        .returns(503, Outcome::code)
        .returns("shippy.service.consignment", Outcome::id)
        .returns(1, Outcome::attempts);
    assertThat(open.detail()).contains("open-" + version);
  }

  /** First: whoever has seen a service that can reserve waits for it. */
  @ParameterizedTest
  @ValueSource(strings = {"v2", "v4", "v5"})
  @Order(1)
  void tutorial_vessel_takes_vessels_and_no_reservations(String version) {
    try (RunningCommand service = go(version).serve("vessel")) {
      await(watch, "up", service);
      assertThat(
              network
                  .java()
                  .typed("vessel add --name=Nautilus --capacity=9 --max_weight=9")
                  .stdout())
          .contains("Nautilus");
      Result refused = network.java().create(new shippy.e2e.Order("lacking-" + version, 1, 10));
      assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(1);
      assertThat(refused.stderr()).contains("shippy.service.vessel", "VesselService.Reserve");
      end(service);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v4", "v5"})
  void full_vessel_serves_in_the_place_of_ours(String version) {
    try (RunningCommand service = go(version).serve("full-vessel")) {
      await(watch, "up", service);
      Result typed = network.java().typed("create %s\nvessels\nlist".formatted(Sandbox.SAMPLE));
      assertThat(typed.stderr()).isEmpty();
      assertThat(typed.stdout()).contains("Created: true", "Kane's Salty Secret");
      assertThat(typed.stdout().split("go001", -1)).hasSizeGreaterThan(3);
      end(service);
    }
  }

  /** A Go consignment service asks a Go vessel service, for our tool. */
  @ParameterizedTest
  @ValueSource(strings = {"v2", "v4", "v5"})
  void tutorial_consignment_is_called_by_name(String version) {
    String name = "go.consignment." + version;
    try (RunningCommand vessel = go(version).serve("vessel");
        RunningCommand consignment = go(version).serve("consignment", "--server_name=" + name)) {
      await(watch, "up", vessel);
      await(watch, "up", consignment);
      assertThat(
              tool(
                  "call",
                  name,
                  "ShippingService.CreateConsignment",
                  "{\"weight\": 10, \"containers\": [{\"origin\": \"Leith\"}]}"))
          .contains("\"go001\"");
      end(consignment);
      end(vessel);
    }
  }
}
