package shippy.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignTraceHeadersTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String PARENT = "00-" + TRACE + "-" + SPAN;

  private final TraceHeader header = new TraceHeader();

  private static Metadata headers(Map<String, String> texts) {
    Metadata headers = new Metadata();
    texts.forEach(
        (name, text) -> headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), text));
    return headers;
  }

  private static Metadata binary(String hex) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("grpc-trace-bin", Metadata.BINARY_BYTE_MARSHALLER),
        HexFormat.of().parseHex(hex));
    return headers;
  }

  private Optional<String> read(Metadata headers) {
    return header.read(headers).map(TraceContext::traceparent);
  }

  @ParameterizedTest
  @CsvSource({"01, -01", "00, -00"})
  void binary_header_of_opencensus_is_read(String flags, String end) {
    assertThat(read(binary("0000" + TRACE + "01" + SPAN + "02" + flags))).contains(PARENT + end);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "0100" + TRACE + "01" + SPAN + "0201",
        "0000" + TRACE + "02" + SPAN + "0201",
        "0000" + TRACE + "01" + SPAN + "02",
        "0000" + "00000000000000000000000000000000" + "01" + SPAN + "0201",
        "0000" + TRACE + "01" + "0000000000000000" + "0201"
      })
  void other_bytes_are_ignored(String hex) {
    assertThat(read(binary(hex))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    TRACE + "-" + SPAN + "-1, -01",
    TRACE + "-" + SPAN + "-0, -00",
    TRACE + "-" + SPAN + "-d-05e3ac9a4f6e3b90, -01",
    TRACE + "-" + SPAN + ", -01"
  })
  void single_b3_header_is_read(String text, String end) {
    assertThat(read(headers(Map.of("b3", text)))).contains(PARENT + end);
  }

  @Test
  void trace_of_64_bits_gets_zeros_before_it() {
    assertThat(read(headers(Map.of("b3", SPAN + "-" + SPAN + "-1"))))
        .contains("00-0000000000000000" + SPAN + "-" + SPAN + "-01");
  }

  @Test
  void several_b3_headers_are_read() {
    Map<String, String> texts =
        Map.of("x-b3-traceid", TRACE, "x-b3-spanid", SPAN, "x-b3-sampled", "0");
    assertThat(read(headers(texts))).contains(PARENT + "-00");
    assertThat(TraceContext.read(name -> Optional.ofNullable(texts.get(name))))
        .map(TraceContext::traceparent)
        .contains(PARENT + "-00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-", "x-y-1", TRACE + "-" + TRACE, TRACE + "0-" + SPAN + "-1"})
  void other_b3_texts_are_ignored(String text) {
    assertThat(read(headers(Map.of("b3", text)))).isEmpty();
  }

  @Test
  void traceparent_is_read_first() {
    Metadata headers =
        headers(Map.of("b3", "1".repeat(32) + "-" + SPAN, "traceparent", PARENT + "-01"));
    assertThat(read(headers)).contains(PARENT + "-01");
  }

  @Test
  void malformed_traceparent_is_not_replaced_by_another_header() {
    assertThat(read(headers(Map.of("b3", TRACE + "-" + SPAN, "traceparent", "?")))).isEmpty();
  }

  @Test
  void tracestate_is_passed_on_as_it_came() {
    Metadata from = headers(Map.of("traceparent", PARENT + "-00", "tracestate", "a=1,b=2"));
    from.put(TraceHeader.STATE, "c=3");
    Metadata to = headers(Map.of("tracestate", "there=before"));
    header.write(header.read(from).orElseThrow(), to);
    assertThat(to.getAll(TraceHeader.STATE)).containsExactly("a=1,b=2,c=3");

    header.write(header.read(headers(Map.of("traceparent", PARENT + "-00"))).orElseThrow(), to);
    assertThat(to.getAll(TraceHeader.STATE)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=\u0001", "a=\u007f", "a=\u00e9"})
  void tracestate_that_a_header_cannot_carry_is_left_out(String state) {
    assertThat(new TraceContext(1, 2, 3, true).withState(state).state()).isEmpty();
  }

  @Test
  void overlong_tracestate_is_left_out() {
    String state = "a=" + new String(new byte[511], US_ASCII).replace('\0', 'x');
    Metadata from = headers(Map.of("traceparent", PARENT + "-01", "tracestate", state));
    assertThat(header.read(from).map(TraceContext::state)).contains("");
  }
}
