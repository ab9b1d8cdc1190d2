package shippy.telemetry.export.trace;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import shippy.telemetry.TraceContext;

/** What OpenTelemetry's own classes read of a request. */
class OtlpWriterTest {
  private static final long EPOCH = 1_700_000_000_000_000_000L;

  @Test
  void resource_names_service_instance_and_version() throws Exception {
    ResourceSpans all = read(SpanSamples.COMMAND);
    assertThat(texts(all.getResource().getAttributesList()))
        .isEqualTo(
            Map.of(
                "service.name", "shippy.service.consignment",
                "service.instance.id", "c-1",
                "service.version", "1.2"));
    assertThat(all.getScopeSpansList())
        .extracting(one -> one.getScope().getName())
        .containsExactly("shippy");
  }

  @Test
  void command_is_the_root() throws Exception {
    Span span = only(SpanSamples.COMMAND);
    assertThat(hex(span.getTraceId())).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(hex(span.getSpanId())).isEqualTo("0000000000000001");
    assertThat(span.getParentSpanId()).isEmpty();
    assertThat(span.getName()).isEqualTo("create");
    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_INTERNAL);
    assertThat(span.getStartTimeUnixNano()).isEqualTo(EPOCH + 1_000);
    assertThat(span.getEndTimeUnixNano()).isEqualTo(EPOCH + 10_000);
    assertThat(span.getAttributesList()).isEmpty();
    assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
  }

  @Test
  void attempt_names_whom_it_called_and_how_it_failed() throws Exception {
    Span span = only(SpanSamples.SECOND_ATTEMPT);
    assertThat(hex(span.getParentSpanId())).isEqualTo("0000000000000001");
    assertThat(span.getName()).isEqualTo(SpanSamples.METHOD);
    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(texts(span.getAttributesList()))
        .isEqualTo(
            Map.of(
                "rpc.system", "grpc",
                "rpc.service", "shippy.service.vessel.VesselService",
                "rpc.method", "Reserve",
                "rpc.grpc.status_code", "int 5",
                "peer.service", "shippy.service.vessel",
                "previous-rpc-attempts", "int 1",
                "error.type", "NOT_FOUND",
                "server.address", "127.0.0.1",
                "server.port", "int 50051"));
  }

  @Test
  void attempt_that_found_no_instance_has_no_address() throws Exception {
    assertThat(texts(only(SpanSamples.UNREACHED).getAttributesList()))
        .doesNotContainKeys("server.address", "server.port", "previous-rpc-attempts")
        .containsEntry("rpc.grpc.status_code", "int 14");
  }

  @Test
  void refusal_of_a_request_is_no_error_of_the_server() throws Exception {
    Span span = only(SpanSamples.ANSWER);
    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(span.getTraceState()).isEqualTo("vendor=1");
    assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    assertThat(texts(span.getAttributesList()))
        .containsEntry("rpc.grpc.status_code", "int 5")
        .containsEntry("network.peer.address", "::1")
        .containsEntry("network.peer.port", "int 40000")
        .doesNotContainKeys("server.address", "peer.service", "error.type");
  }

  @Test
  void fault_of_the_gateway_is_an_error() throws Exception {
    Span span = only(SpanSamples.REQUEST);
    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(texts(span.getAttributesList()))
        .isEqualTo(
            Map.of("http.request.method", "POST", "url.path", "/rpc/a", "error.type", "INTERNAL"));
  }

  @Test
  void longest_texts_and_largest_numbers_are_read_back() throws Exception {
    String name = "ü".repeat(300);
    shippy.telemetry.Span long_ =
        new shippy.telemetry.Span(
            new TraceContext(-1, -1, -1, true, "s".repeat(512)),
            -1,
            shippy.telemetry.Span.Kind.INTERNAL,
            name,
            Long.MAX_VALUE - EPOCH,
            0,
            io.grpc.Status.Code.OK,
            Optional.empty(),
            Optional.empty());
    Span span = only(long_);
    assertThat(hex(span.getTraceId())).isEqualTo("f".repeat(32));
    assertThat(span.getName()).isEqualTo(name.substring(0, 255));
    assertThat(span.getTraceState()).hasSize(512);
    assertThat(span.getEndTimeUnixNano()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void batch_keeps_all_spans_in_their_order() throws Exception {
    List<shippy.telemetry.Span> spans =
        List.of(SpanSamples.ANSWER, SpanSamples.SECOND_ATTEMPT, SpanSamples.COMMAND);
    OtlpWriter writer = new OtlpWriter(SpanSamples.WHO);
    byte[] first = writer.request(spans, EPOCH);
    assertThat(writer.request(spans, EPOCH)).isEqualTo(first);
    ScopeSpans read = read(first).getScopeSpans(0);
    assertThat(read.getSpansList())
        .extracting(one -> hex(one.getSpanId()))
        .containsExactly("0000000000000003", "0000000000000002", "0000000000000001");
  }

  private static Span only(shippy.telemetry.Span span) throws InvalidProtocolBufferException {
    ScopeSpans read = read(span).getScopeSpans(0);
    assertThat(read.getSpansList()).hasSize(1);
    return read.getSpans(0);
  }

  private static ResourceSpans read(shippy.telemetry.Span span)
      throws InvalidProtocolBufferException {
    return read(new OtlpWriter(SpanSamples.WHO).request(List.of(span), EPOCH));
  }

  private static ResourceSpans read(byte[] request) throws InvalidProtocolBufferException {
    ExportTraceServiceRequest all = ExportTraceServiceRequest.parseFrom(request);
    assertThat(all.getUnknownFields().asMap()).isEmpty();
    assertThat(all.getResourceSpansList()).hasSize(1);
    return all.getResourceSpans(0);
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    return attributes.stream().collect(toMap(KeyValue::getKey, one -> text(one.getValue())));
  }

  private static String text(AnyValue value) {
    return value.hasIntValue() ? "int " + value.getIntValue() : value.getStringValue();
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}
