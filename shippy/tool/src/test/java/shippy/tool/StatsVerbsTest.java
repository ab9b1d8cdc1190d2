package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.console.io.Screen;
import shippy.platform.Governance;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.proto.vessel.GetRequest;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.registry.InMemoryRegistry;
import shippy.service.RunningService;
import shippy.service.Service;
import shippy.telemetry.Instrument;
import shippy.testkit.Eventually;

/** A real service, registered as an instance of both services by the fixed registry. */
class StatsVerbsTest {
  private static final String VESSEL = "shippy.service.vessel";
  private static final String GET = VesselServiceGrpc.getGetVesselsMethod().getFullMethodName();

  /** Keys are not read: that would be those of the test run. */
  private static final Screen OUTPUT_ONLY =
      new Screen() {
        @Override
        public boolean isTerminal(int descriptor) {
          return descriptor != 0;
        }

        @Override
        public int columns() {
          return 160;
        }
      };

  @TempDir private Path home = Path.of("");
  private final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  private final Platform platform =
      Platform.on(registry, Config.of(Map.of("registry", "memory"), Map.of()));
  private final RunningService service = start();

  private static final class Vessels extends VesselServiceImplBase {
    @Override
    public void getVessels(GetRequest request, StreamObserver<Response> caller) {
      caller.onNext(Response.getDefaultInstance());
      caller.onCompleted();
    }
  }

  private RunningService start() {
    RunningService running =
        Service.named(VESSEL).handler(new Vessels()).grace(Duration.ZERO).start(platform);
    running.ready().orTimeout(5, TimeUnit.SECONDS).join();
    return running;
  }

  @AfterEach
  void close() {
    service.close();
    platform.close();
    registry.close();
  }

  private String there() {
    return "--registry_address=" + service.address().port();
  }

  private void call() {
    try (Client client = Client.of(platform)) {
      var unused =
          VesselServiceGrpc.newBlockingStub(client.direct(service.address()))
              .getVessels(GetRequest.getDefaultInstance());
    }
  }

  private Tool tool(Screen screen) {
    return new Tool(home.toString(), screen);
  }

  @Test
  void stats_has_the_columns_of_micro_and_ours_by_service() {
    Tool tool = tool(Screen.none());
    call();
    Eventually.eventually(
        Duration.ofSeconds(5),
        () -> {
          assertThat(tool.run("stats", there())).isEqualTo(ExitCode.OK);
          List<String> lines = tool.out().lines().toList();
          assertThat(lines).hasSize(13);
          assertThat(lines.get(0)).isEqualTo("service  shippy.service.consignment");
          assertThat(lines.get(7)).isEqualTo("service  shippy.service.vessel");
          assertThat(lines.get(9)).isEqualTo("version latest");
          assertThat(lines.get(11).split(" +"))
              .containsExactly(
                  "node",
                  "address:port",
                  "started",
                  "uptime",
                  "memory",
                  "threads",
                  "gc",
                  "requests",
                  "errors",
                  "p50",
                  "p99");
          assertThat(lines.get(12))
              .matches(
                  "vessel-1  127\\.0\\.0\\.1:\\d+  [A-Z][a-z]{2} \\d+ \\d\\d:\\d\\d:\\d\\d +\\d+s"
                      + " +\\d+\\.\\d\\dmb +\\d+ +[\\d.]+[µm]?s +1 +0 +[\\d.]+[µm]s"
                      + " +[\\d.]+[µm]s");
        });
  }

  @Test
  void stats_of_one_service_as_json_is_an_array_of_instances() {
    Tool tool = tool(Screen.none());
    assertThat(tool.run("stats", VESSEL, there(), "-ojson")).isEqualTo(ExitCode.OK);
    assertThat(tool.out())
        .startsWith("[\n  {\n    \"service\": \"shippy.service.vessel\",")
        .contains("\"id\": \"vessel-1\"", "\"requests\": 0", "\"p99_us\": 0", "\"callees\": []")
        .contains("\"method\": \"shippy.service.vessel.VesselService/GetVessels\"")
        .doesNotContain("consignment-1");

    assertThat(tool.run("stats", "vessel", there(), "-oname")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).isEqualTo("vessel-1\n");
  }

  @Test
  void stats_and_top_show_callees_when_asked_and_drops_and_refusals_always() throws Exception {
    Tool tool = tool(Screen.none());
    call();
    assertThat(tool.run("stats", VESSEL, there())).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).doesNotContain("CALLER", "REFUSED");
    assertThat(tool.run("stats", VESSEL, there(), "--callees")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).containsPattern("\nvessel-1  .* 127.0.0.1:\\d+  100.0%      1  ");

    count(Governance.BREAKER_DROPPED, 9, "service", "b", "method", "b.B/Get");
    count(Governance.CALLS_REFUSED, 3, "method", GET, "reason", "load");
    assertThat(tool.run("stats", VESSEL, there())).isEqualTo(ExitCode.OK);
    assertThat(tool.out())
        .doesNotContain("SHARE")
        .containsPattern("\nvessel-1  b +B.Get +closed +0.0% +9\n")
        .containsPattern("\nvessel-1 +VesselService.GetVessels +0 +0 +3\n");
    assertThat(top(tool(OUTPUT_ONLY), "REFUSED AT")).contains("VesselService.GetVessels", "B.Get");
    assertThat(tool.run("stats", VESSEL, there(), "-ojson")).isEqualTo(ExitCode.OK);
    assertThat(tool.out())
        .contains("\"load\": 3", "\"state\": \"closed\"", "\"share\": 1.0", "\"dropped\": 9");
  }

  private void count(String name, double value, String key, String a, String other, String b) {
    Map<String, String> labels = Map.of(key, a, other, b);
    platform.monitor().add(Instrument.counter(name, "Of a test.", labels, () -> value));
  }

  @Test
  void instances_that_do_not_answer_say_why_and_decide_the_exit_code() {
    Tool tool = tool(Screen.none());
    assertThat(tool.run("stats", VESSEL, "--registry_address=1")).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(tool.out()).contains("the service did not answer: Connection refused");

    assertThat(tool.run("stats", VESSEL, "--registry_address=1", "-ojson"))
        .isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(tool.out()).contains("\"error\": \"the service did not answer: ");
  }

  @Test
  void unknown_service_says_what_there_is() {
    Tool tool = tool(Screen.none());
    for (String verb : List.of("stats", "top")) {
      assertThat(tool.run(verb, "shippy.service.vesel")).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(tool.err()).contains("did you mean shippy.service.vessel?", "likely: ", "try: ");
      assertThat(tool.out()).isEmpty();
    }
  }

  @Test
  void stats_of_an_empty_registry_is_nothing() {
    Tool tool = tool(Screen.none());
    assertThat(tool.run("stats", "--registry_address=empty")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).isEmpty();
    assertThat(tool.run("stats", "--registry_address=empty", "-ojson")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).isEqualTo("[]\n");
  }

  @Test
  void top_writes_a_line_of_json_each_second_until_it_is_interrupted() throws Exception {
    Tool tool = tool(Screen.none());
    List<String> lines = top(tool, "\"rate\"").lines().toList();
    assertThat(lines.get(0))
        .startsWith("{\"at\":")
        .contains(
            "\"service\":\"shippy.service.vessel\",\"version\":\"latest\",\"id\":\"vessel-1\"")
        .doesNotContain("\"rate\"");
    assertThat(lines.get(1)).contains("\"rate\":", "\"error_rate\":0.0,\"started\":");
  }

  @Test
  void top_on_a_terminal_is_a_table_drawn_over_the_last() throws Exception {
    assertThat(top(tool(OUTPUT_ONLY), "calls/s 0.0\u001b[K\n\u001b[K\nNODE"))
        .startsWith("\u001b[Hinstances 1, calls/s ")
        .contains("CALLS/S", "ERRORS/S", "vessel-1", " ok");
  }

  /** What it has shown when the text was seen in two looks or more. */
  private String top(Tool tool, String awaited) throws InterruptedException {
    Thread watching = new Thread(() -> tool.run("top", VESSEL, there()));
    watching.start();
    try {
      Eventually.eventually(
          Duration.ofSeconds(20), () -> assertThat(tool.out()).containsSubsequence(awaited, "\n"));
    } finally {
      watching.interrupt();
      watching.join(TimeUnit.SECONDS.toMillis(10));
    }
    assertThat(watching.isAlive()).isFalse();
    return tool.out();
  }
}
