package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.client.Client;
import shippy.config.Config;
import shippy.proto.debug.DebugGrpc;
import shippy.proto.debug.Span;
import shippy.proto.debug.SpanType;
import shippy.proto.debug.TraceRequest;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/** What the running services tell of a consignment that the command line created. */
@Tag("etcd")
class TraceIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1).keepingData();

  private static Optional<Sandbox> sandbox = Optional.empty();

  @BeforeAll
  static void create() {
    Sandbox fresh = Sandbox.etcd(ETCD.endpoints());
    sandbox = Optional.of(fresh);
    fresh.both();
    Result result = fresh.cli("create", Sandbox.SAMPLE.toString());
    assertThat(result.stderr()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  @AfterAll
  static void stop() throws Exception {
    sandbox.orElseThrow().close();
  }

  private static Span span(String service, SpanType type, String method) {
    try (Client client =
        Client.open(
            Config.of(
                Map.of("registry", "etcd", "registry_address", ETCD.endpoints()), Map.of()))) {
      List<Span> spans =
          DebugGrpc.newBlockingStub(client.channel(service))
              .trace(TraceRequest.getDefaultInstance())
              .getSpansList();
      return spans.stream()
          .filter(span -> span.getType() == type && span.getName().endsWith("/" + method))
          .findFirst()
          .orElseThrow(() -> new AssertionError(method + " is not among " + spans));
    }
  }

  @Test
  void one_trace_leads_from_the_command_line_through_both_services_and_their_stages() {
    String consignment = "shippy.service.consignment";
    String vessel = "shippy.service.vessel";
    eventually(
        SOON,
        () -> {
          Span create = span(consignment, SpanType.INBOUND, "CreateConsignment");
          assertThat(create.getParent()).hasSize(16);
          for (String stage : List.of("Reserve", "Confirm")) {
            Span out = span(consignment, SpanType.OUTBOUND, stage);
            Span in = span(vessel, SpanType.INBOUND, stage);
            assertThat(out.getTrace()).isEqualTo(create.getTrace());
            assertThat(out.getParent()).isEqualTo(create.getId());
            assertThat(in.getTrace()).isEqualTo(create.getTrace());
            assertThat(in.getParent()).isEqualTo(out.getId());
          }
        });
  }

  @Test
  void stats_show_the_call_and_whom_the_service_called_for_it() {
    Result stats = sandbox.orElseThrow().tool("stats", "shippy.service.consignment", "-o", "json");

    assertThat(stats.stderr()).isEmpty();
    assertThat(stats.exitCode()).isZero();
    assertThat(stats.stdout())
        .contains("\"requests\": 1,\n    \"errors\": 0,")
        .contains("\"service\": \"shippy.service.vessel\"");
  }

  @Test
  void top_in_a_pipe_is_a_line_of_json_each_second_and_ends_by_ctrl_c() {
    RunningCommand top = sandbox.orElseThrow().starting(Sandbox.TOOL, "top");
    top.awaitLine("\"rate\":", Sandbox.START);
    top.interrupt();

    assertThat(top.exitCode(SOON)).isEqualTo(130);
    assertThat(top.stderr()).isEmpty();
    assertThat(top.stdout().lines()).allMatch(line -> line.startsWith("{\"at\":"));
  }
}
