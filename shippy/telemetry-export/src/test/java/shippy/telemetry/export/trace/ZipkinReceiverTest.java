package shippy.telemetry.export.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;
import shippy.telemetry.Span;

/** The JSON, which a Zipkin server reads in an end-to-end test. */
class ZipkinReceiverTest {
  private final ZipkinReceiver receiver =
      new ZipkinReceiver(
          "http://127.0.0.1:1/",
          SpanSamples.WHO,
          new ManualClock(Instant.parse("2026-11-30T00:00:00Z")));

  @Test
  void attempt_names_both_ends() {
    assertThat(json(SpanSamples.SECOND_ATTEMPT))
        .isEqualTo(
            JsonParser.parseString(
                """
                [{"traceId": "4bf92f3577b34da6a3ce929d0e0e4736", "id": "0000000000000002",
                  "parentId": "0000000000000001", "kind": "CLIENT",
                  "name": "shippy.service.vessel.VesselService/Reserve",
                  "timestamp": 1795996800000002, "duration": 7,
                  "localEndpoint": {"serviceName": "shippy.service.consignment"},
                  "remoteEndpoint":
                    {"serviceName": "shippy.service.vessel", "ipv4": "127.0.0.1", "port": 50051},
                  "tags": {"service.instance.id": "c-1", "service.version": "1.2",
                    "rpc.system": "grpc", "rpc.service": "shippy.service.vessel.VesselService",
                    "rpc.method": "Reserve", "rpc.grpc.status_code": "5",
                    "peer.service": "shippy.service.vessel", "previous-rpc-attempts": "1",
                    "error.type": "NOT_FOUND", "server.address": "127.0.0.1",
                    "server.port": "50051", "error": "NOT_FOUND"}}]
                """));
  }

  @Test
  void answer_names_the_address_of_the_caller() {
    assertThat(json(SpanSamples.ANSWER).toString())
        .contains("\"kind\":\"SERVER\"", "\"ipv6\":\"::1\",\"port\":40000")
        .doesNotContain("\"error\"");
  }

  @Test
  void command_has_no_kind_and_no_parent_and_lasts_a_microsecond_at_least() {
    assertThat(json(SpanSamples.COMMAND).toString())
        .doesNotContain("\"kind\"", "\"parentId\"")
        .contains("\"remoteEndpoint\":{}", "\"duration\":9");
    assertThat(json(SpanSamples.UNREACHED).toString()).contains("\"duration\":1,");
  }

  private JsonArray json(Span span) {
    return JsonParser.parseString(receiver.json(List.of(span))).getAsJsonArray();
  }
}
