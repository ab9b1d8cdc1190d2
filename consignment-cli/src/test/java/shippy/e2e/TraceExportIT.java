package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/** What systems for traces show of creating a consignment, through the CLI and the gateway. */
@Tag("etcd")
class TraceExportIT {
  private static final int CREATES = 4;
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration MOMENT = Duration.ofMillis(700);
  private static final String CREATE =
      "shippy.service.consignment/ShippingService.CreateConsignment";
  private static final String SMALL = "{\"id\":\"%s\",\"weight\":1,\"containers\":[{}]}";

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  private final Sandbox sandbox =
      Sandbox.etcd(ETCD.endpoints()).with("MICRO_CLIENT_REQUEST_TIMEOUT", "20s");

  /** A system, and how spans get there. */
  enum Way {
    ZIPKIN,
    OTLP,
    OTLP_OVER_HTTP
  }

  @AfterEach
  void close() throws Exception {
    sandbox.close();
  }

  private TraceStore start(Way way) {
    if (way == Way.ZIPKIN) {
      Zipkin zipkin = new Zipkin(sandbox);
      sandbox.with("MICRO_TRACE_ENDPOINT", zipkin.endpoint());
      return zipkin;
    }
    Jaeger jaeger = new Jaeger(sandbox);
    sandbox.with(
        "MICRO_TRACE_ENDPOINT", way == Way.OTLP ? jaeger.grpcEndpoint() : jaeger.httpEndpoint());
    return jaeger;
  }

  @ParameterizedTest
  @EnumSource
  void each_create_is_one_trace_and_no_span_is_lost_at_the_end(Way way) {
    TraceStore store = start(way);
    List<RunningCommand> programs = new ArrayList<>(sandbox.both());
    Api gateway = gateway(programs);

    Result created = sandbox.cli("create", Sandbox.SAMPLE.toString());
    assertThat(created.stderr()).isEmpty();
    assertThat(created.exitCode()).isZero();
    assertThat(create(gateway, "by-http")).isEqualTo(200);
    end(programs);

    assertThat(creates(store, "consignment-cli"))
        .singleElement()
        .satisfies(
            trace ->
                assertThat(trace.paths())
                    .containsExactlyElementsOf(
                        of("consignment-cli", "consignment-cli internal create")));
    assertThat(creates(store, "shippy-gateway"))
        .singleElement()
        .satisfies(
            trace ->
                assertThat(trace.paths())
                    .containsExactlyElementsOf(
                        of(
                            "shippy-gateway",
                            "shippy-gateway server shippingservice.createconsignment")));
  }

  /** The spans of a create that begins with this one. */
  private static List<String> of(String caller, String root) {
    String call = root + " > " + caller + " client createconsignment";
    String answer = call + " > shippy.service.consignment server createconsignment";
    String confirm = answer + " > shippy.service.consignment client confirm";
    String reserve = answer + " > shippy.service.consignment client reserve";
    return List.of(
        root,
        call,
        answer,
        confirm,
        confirm + " > shippy.service.vessel server confirm",
        reserve,
        reserve + " > shippy.service.vessel server reserve");
  }

  @Test
  void each_attempt_of_a_call_that_an_instance_did_not_survive_is_a_span() {
    TraceStore store = start(Way.OTLP);
    List<RunningCommand> programs = new ArrayList<>(sandbox.both());
    RunningCommand victim = sandbox.service(Sandbox.VESSEL);
    Api gateway = gateway(programs);
    killAmongCreates(victim, gateway);
    end(programs);

    List<StoredSpan> spans = store.spans("shippy.service.consignment");
    assertThat(spans)
        .filteredOn(span -> span.tags().containsKey("previous-rpc-attempts"))
        .isNotEmpty()
        .allSatisfy(
            repeated ->
                assertThat(spans)
                    .filteredOn(
                        span ->
                            span.parent().equals(repeated.parent())
                                && span.name().equals(repeated.name())
                                && span.kind().equals("client"))
                    .extracting(span -> span.tags().get("rpc.grpc.status_code"))
                    .contains("14", "0"));
  }

  /** Frozen until callers wait for it: so some call is cut off, whatever the moment. */
  private static void killAmongCreates(RunningCommand victim, Api gateway) {
    ExecutorService callers = Executors.newFixedThreadPool(CREATES);
    try {
      for (int i = 0; i < CREATES; i++) {
        assertThat(create(gateway, "before-" + i)).isEqualTo(200);
      }
      CommandHarness.program("kill", "-STOP", Long.toString(victim.pid())).run();
      List<Future<Integer>> answers =
          IntStream.range(0, CREATES)
              .mapToObj(i -> callers.submit(() -> create(gateway, "meanwhile-" + i)))
              .toList();
      eventually(
          SOON,
          () -> {
            long before = answers.stream().filter(Future::isDone).count();
            throughout(
                MOMENT, () -> assertThat(answers).filteredOn(Future::isDone).hasSize((int) before));
          });
      assertThat(answers).anyMatch(answer -> !answer.isDone());
      victim.kill();
      for (Future<Integer> answer : answers) {
        assertThat(answer).succeedsWithin(SOON).isEqualTo(200);
      }
    } finally {
      callers.shutdownNow();
    }
  }

  /** Starts one more program. */
  private Api gateway(List<RunningCommand> programs) {
    RunningCommand api = sandbox.starting(Sandbox.TOOL, "api", "--address=127.0.0.1:0");
    programs.add(api);
    return new Api(URI.create(api.awaitLine("Listening on (http\\S+)", Sandbox.START).group(1)));
  }

  private static void end(List<RunningCommand> programs) {
    programs.forEach(RunningCommand::terminate);
    programs.forEach(program -> assertThat(program.exitCode(SOON)).isZero());
  }

  private static int create(Api gateway, String id) {
    return gateway
        .send(
            gateway
                .request("/" + CREATE)
                .POST(BodyPublishers.ofString(SMALL.formatted(id)))
                .build())
        .statusCode();
  }

  /** The traces of creates that a program began. */
  private static List<StoredTrace> creates(TraceStore store, String program) {
    return StoredTrace.all(store, program).stream()
        .filter(
            trace -> trace.paths().stream().anyMatch(path -> path.endsWith("createconsignment")))
        .toList();
  }
}
