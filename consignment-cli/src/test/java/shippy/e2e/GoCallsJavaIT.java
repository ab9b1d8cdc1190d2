package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.e2e.PeerNetwork.addressOf;
import static shippy.e2e.PeerNetwork.await;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
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
import shippy.testkit.SystemCommand;
import shippy.testkit.etcd.EtcdExtension;

/** Programs on go-micro find the services of this project, call them and read their errors. */
@ParameterizedClass(name = "{0}")
@EnumSource(PeerNetwork.Kind.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("etcd")
@Tag("slow")
@Order(12)
@SuppressWarnings("NullAway.Init") // the fields are set before each network's tests
class GoCallsJavaIT {
  private static final String VESSEL = "shippy.service.vessel";
  private static final String RENAMED = "harbour.vessel";
  private static final String CONSIGNMENT = "shippy.service.consignment";
  private static final String FIND = "VesselService.FindAvailable";
  private static final String CREATE = "ShippingService.CreateConsignment";
  private static final String CARGO =
      "{\"id\": \"%s\", \"weight\": %d, \"containers\": [{\"origin\": \"Leith\"}]}";
  private static final Duration SOON = Duration.ofSeconds(20);

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1).keepingData();

  @Parameter
  @SuppressWarnings("UnusedVariable") // for JUnit, which sets it too late for the start
  private PeerNetwork.@Nullable Kind kind;

  private PeerNetwork network;
  private RunningCommand vessel;
  private RunningCommand renamed;
  private RunningCommand watch;

  @BeforeParameterizedClassInvocation
  void start(PeerNetwork.Kind kind) {
    network = PeerNetwork.of(kind, ETCD);
    watch = network.watch();
    renamed = network.java().starting(Sandbox.VESSEL, "--server_name=" + RENAMED);
    vessel = network.java().both().get(0);
    await(watch, "up", renamed);
  }

  @AfterParameterizedClassInvocation
  void stop() throws Exception {
    network.close();
  }

  private GoPeer go(String version) {
    return new GoPeer(network.go(), version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v4", "v5"})
  void names_and_endpoints_are_found(String version) {
    eventually( // over mDNS go-micro looks for 100 ms only
        SOON,
        () -> {
          assertThat(go(version).print("list")).contains(CONSIGNMENT, VESSEL);
          assertThat(go(version).print("get", VESSEL)).contains(FIND, "max_weight", "protocol");
          assertThat(go(version).addresses(VESSEL)).containsExactly(addressOf(vessel));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v4", "v5"})
  void create_makes_two_hops(String version) {
    Outcome created =
        go(version).call(CONSIGNMENT, CREATE, CARGO.formatted("two-hops-" + version, 100));

    assertThat(created.answer()).as(created.toString()).contains("\"vessel_id\":\"vessel001\"");
    assertThat(created.attempts()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v4", "v5"})
  void json_is_answered_with_json(String version) {
    Outcome found = go(version).json(VESSEL, FIND, "{\"capacity\": 2, \"maxWeight\": 900}");

    assertThat(found.answer()).as(found.toString()).contains("\"max_weight\":200000");
    assertThat(go(version).json(VESSEL, FIND, "{\"weight\": 2}"))
        .returns(400, Outcome::code)
        .returns(VESSEL, Outcome::id)
        .returns(1, Outcome::attempts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v4", "v5"})
  void health_and_stats_are_there_under_every_prefix(String version) {
    assertThat(go(version).json(VESSEL, "Debug.Health", "{}").answer())
        .isEqualTo("{\"status\":\"ok\"}");
    assertThat(go(version).json(VESSEL, "Debug.Stats", "{}").answer()).contains("\"uptime\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v4", "v5"})
  void errors_arrive_once_with_code_id_and_text(String version) {
    GoPeer go = go(version);

    error(go.call(CONSIGNMENT, CREATE, CARGO.formatted("bad-" + version, -1)), 400, "weight");
    error(
        go.call(CONSIGNMENT, "ShippingService.GetConsignment", "{\"id\": \"nowhere\"}"),
        404,
        "nowhere");
    error(
        go.call(CONSIGNMENT, CREATE, CARGO.formatted("heavy-" + version, 2_000_000_000)),
        412,
        "vessel");
  }

  private static void error(Outcome outcome, int code, String detail) {
    assertThat(outcome)
        .returns(code, Outcome::code)
        .returns(CONSIGNMENT, Outcome::id)
        .returns(1, Outcome::attempts);
    assertThat(outcome.detail()).contains(detail).doesNotContain("{");
  }

  /** One client has found the service, which then stands still and would not be found again. */
  @ParameterizedTest
  @ValueSource(strings = {"v2", "v4", "v5"})
  void late_answer_is_a_deadline(String version) {
    String spec = "{\"capacity\": 2, \"max_weight\": 900}";
    try (RunningCommand calls =
        go(version).start("call", VESSEL, FIND, spec, "100000", "--client_request_timeout=400ms")) {
      calls.awaitLine("\"answer\"", SOON);
      SystemCommand.run(List.of("kill", "-STOP", String.valueOf(vessel.pid())));
      calls.awaitLine("\"code\":408.*\"attempts\":1", SOON);
    } finally {
      SystemCommand.run(List.of("kill", "-CONT", String.valueOf(vessel.pid())));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v4", "v5"})
  void renamed_service_is_called_under_its_name(String version) {
    Outcome found = go(version).call(RENAMED, FIND, "{\"capacity\": 2, \"max_weight\": 900}");

    assertThat(found.node()).isEqualTo(addressOf(renamed));
    assertThat(found.answer()).as(found.toString()).contains("vessel001");
  }

  /** The tutorial's vessel service has no GetVessels and no Reserve. */
  @ParameterizedTest
  @ValueSource(strings = {"v2", "v4", "v5"})
  void fleet_of_go_and_java_is_used_from_both_sides(String version) {
    try (RunningCommand tutorial = go(version).serve("vessel")) {
      await(watch, "up", tutorial);
      eventually(SOON, () -> assertThat(go(version).addresses(VESSEL)).hasSize(2));
      assertThat(
              go(version).calls(30, VESSEL, FIND, "{\"capacity\": 2, \"max_weight\": 900}").stream()
                  .collect(Collectors.groupingBy(Outcome::node)))
          .hasSize(2)
          .allSatisfy(
              (node, calls) -> assertThat(calls).allMatch(call -> !call.answer().isEmpty()));
      Result typed = network.java().typed("vessels\nvessels\nvessels\ncreate " + Sandbox.SAMPLE);
      assertThat(typed.stderr()).isEmpty();
      assertThat(typed.stdout().split("Kane's Salty Secret", -1)).hasSize(4);
      assertThat(typed.stdout()).contains("Created: true");

      tutorial.terminate();
      await(watch, "down", tutorial);
      eventually(
          SOON, () -> assertThat(go(version).addresses(VESSEL)).containsExactly(addressOf(vessel)));
    }
  }

  @Test
  void coming_and_going_is_seen_by_every_watch() {
    List<RunningCommand> watches =
        Stream.of("v2", "v4", "v5").map(version -> go(version).start("watch", VESSEL)).toList();
    RunningCommand second = network.java().service(Sandbox.VESSEL);
    await(watch, "up", second);
    watches.forEach(seen -> await(seen, "create", second));
    second.terminate();
    watches.forEach(seen -> await(seen, "delete", second));
    await(watch, "down", second);
    assertThat(second.exitCode(SOON)).isZero();
  }
}
