package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import com.google.protobuf.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.client.Client;
import shippy.config.Config;
import shippy.proto.debug.DebugGrpc;
import shippy.proto.debug.Span;
import shippy.proto.debug.TraceRequest;
import shippy.proto.vessel.Specification;
import shippy.registry.HostPort;
import shippy.testkit.CommandHarness;
import shippy.testkit.RunningCommand;

/** The log of a service, as a receiver of Fluentd's forward protocol gets it. */
class FluentdIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Sandbox sandbox = Sandbox.bare();
  private final Fluentd fluentd = new Fluentd(sandbox);
  private final RunningCommand service =
      sandbox
          .program(CommandHarness.main(LoggingService.class))
          .start("--registry=memory", "--log_fluentd=" + fluentd.address());
  private final String address = service.awaitLine("Listening on (\\S+)", Sandbox.START).group(1);

  @AfterEach
  void close() throws Exception {
    sandbox.close();
  }

  @Test
  void events_of_a_call_tell_its_trace_and_its_span() {
    ask(1);
    eventually(SOON, () -> assertThat(messages()).contains("asked for 1"));

    Value event = event("asked for 1");
    assertThat(Json.text(event, "tag")).isEqualTo("shippy." + LoggingService.NAME);
    assertThat(Json.text(event, "time")).as("EventTime").matches("\\d{10}\\.\\d{9}");
    Value fields = Json.member(event, "record");
    assertThat(Json.text(fields, "level")).isEqualTo("info");
    assertThat(Json.text(fields, "logger")).isEqualTo(LoggingService.class.getName());
    assertThat(Json.text(fields, "service")).isEqualTo(LoggingService.NAME);
    assertThat(Json.text(fields, "node")).startsWith(LoggingService.NAME + "-");
    assertThat(spans())
        .filteredOn(span -> span.getName().endsWith("/FindAvailable"))
        .singleElement()
        .returns(Json.text(fields, "trace_id"), Span::getTrace)
        .returns(Json.text(fields, "span_id"), Span::getId);
    Value outside = Json.member(event("Starting [service] " + LoggingService.NAME), "record");
    assertThat(outside.getStructValue().getFieldsMap()).doesNotContainKeys("trace_id", "span_id");
  }

  @Test
  void what_is_logged_while_nobody_receives_arrives_later_and_does_not_hold_up_the_end() {
    ask(1);
    eventually(SOON, () -> assertThat(messages()).contains("asked for 1"));
    fluentd.kill();
    ask(2);
    service.awaitLine("fluentd at .* takes no log events", SOON);
    ask(3);

    fluentd.restart();
    service.awaitLine("takes log events again", SOON);
    ask(4);
    eventually(
        SOON, () -> assertThat(messages()).contains("asked for 2", "asked for 3", "asked for 4"));
    assertThat(messages()).doesNotHaveDuplicates();

    fluentd.kill();
    ask(5);
    service.terminate();
    assertThat(service.exitCode(SOON)).isZero();
    assertThat(service.stdout()).containsPattern("fluentd at .* has not acknowledged: \\d+");
  }

  private void ask(int capacity) {
    DirectCall.findAvailable(address, Specification.newBuilder().setCapacity(capacity).build());
  }

  private List<String> messages() {
    return fluentd.events().stream().map(FluentdIT::message).toList();
  }

  private Value event(String message) {
    return fluentd.events().stream()
        .filter(event -> message(event).equals(message))
        .findFirst()
        .orElseThrow();
  }

  private static String message(Value event) {
    return Json.text(Json.member(event, "record"), "message");
  }

  private List<Span> spans() {
    try (Client client = Client.open(Config.of(Map.of(), Map.of()))) {
      return DebugGrpc.newBlockingStub(client.direct(HostPort.parse(address)))
          .trace(TraceRequest.getDefaultInstance())
          .getSpansList();
    }
  }
}
