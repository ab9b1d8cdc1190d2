package shippy.logging.fluentd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.logging.fluentd.ForwardReceiver.Event;
import shippy.platform.Platform;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.registry.HostPort;
import shippy.registry.InMemoryRegistry;
import shippy.testkit.CommandHarness;
import shippy.testkit.RunningCommand;

/** A service with its flags, from its first line to its last, and the trace of a call. */
class LoggingServiceTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String LISTENS = "Listening on (127\\.0\\.0\\.1:\\d+)";

  private final ForwardReceiver receiver = ForwardReceiver.start();
  private final CommandHarness service = CommandHarness.main(LoggingService.class);

  @AfterEach
  void close() {
    service.close();
    receiver.close();
  }

  private RunningCommand start(String... flags) {
    String[] common = {"--registry=memory", "--server_name=other", "--server_id=1"};
    String[] all = Arrays.copyOf(common, common.length + flags.length);
    System.arraycopy(flags, 0, all, common.length, flags.length);
    return service.start(all);
  }

  /** Calls it, returns the id of the trace. */
  private static String call(RunningCommand running) {
    MatchResult listens = running.awaitLine(LISTENS, SOON);
    Config config = Config.of(Map.of("registry", "memory"), Map.of());
    try (Platform caller = Platform.on(new InMemoryRegistry(Clock.system()), config);
        Client client = Client.of(caller)) {
      VesselServiceGrpc.newBlockingStub(client.direct(HostPort.parse(listens.group(1))))
          .findAvailable(Specification.getDefaultInstance());
      return caller.monitor().spans().get(0).at().trace();
    }
  }

  @Test
  void all_lines_arrive_and_that_of_a_call_has_its_trace() {
    RunningCommand running = start("--log_fluentd=" + receiver.address(), "--log_format=json");
    String trace = call(running);
    running.awaitLine("asked", SOON);
    running.terminate();
    assertThat(running.exitCode(SOON)).isZero();

    List<Event> events = receiver.events();
    assertThat(events)
        .extracting(Event::message)
        .containsSubsequence("Starting [service] other", "asked", "Deregistering node: other-1");
    assertThat(events).hasSameSizeAs(running.stdout().lines().toList());
    assertThat(events)
        .allSatisfy(
            event ->
                assertThat(event.fields())
                    .containsEntry("service", "other")
                    .containsEntry("node", "other-1"));
    assertThat(receiver.chunks()).allMatch(chunk -> chunk.tag().equals("shippy.other"));
    assertThat(events.stream().filter(event -> event.fields().containsKey("trace_id")))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.fields()).containsEntry("trace_id", trace);
              assertThat(running.stdout())
                  .contains(
                      "\"message\":\"asked\",\"trace_id\":\"%s\",\"span_id\":\"%s\"}"
                          .formatted(trace, event.fields().get("span_id")));
            });
  }

  @Test
  void text_has_the_trace_too_and_nothing_else_changes() {
    RunningCommand running = start();
    String trace = call(running);
    String line = running.awaitLine(".* asked", SOON).group();
    assertThat(line).endsWith("level=info trace_id=" + trace + " asked");
    assertThat(running.stdout().lines().filter(text -> text.contains("trace_id"))).hasSize(1);
  }

  @Test
  void address_that_is_none_is_refused() {
    CommandHarness.Result result = service.run("--log_fluentd=here");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stderr())
        .startsWith(
            "error: --log_fluentd: \"here\" (expected: host:port, such as 127.0.0.1:24224)");
  }
}
