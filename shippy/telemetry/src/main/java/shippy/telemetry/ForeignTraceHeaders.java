package shippy.telemetry;

import static java.util.Objects.requireNonNull;

import io.grpc.Metadata;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the trace contexts of callers that do not write {@code traceparent}: {@code grpc-trace-bin}
 * (OpenCensus' binary format) and Zipkin's B3, as one header or several. Stateless.
 */
final class ForeignTraceHeaders {
  private static final Metadata.Key<byte[]> BINARY =
      Metadata.Key.of("grpc-trace-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /** Made once: a name is checked each time that it becomes a key. */
  private static final Map<String, Metadata.Key<String>> TEXTS =
      Stream.of("b3", "x-b3-traceid", "x-b3-spanid", "x-b3-sampled")
          .collect(
              Collectors.toUnmodifiableMap(
                  name -> name, name -> Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));

  /** Version 0; field 0, 16 bytes; field 1, 8 bytes; field 2, one byte. */
  private static final int BINARY_LENGTH = 29;

  private static final int FIRST_SPAN_FIELD = 18;
  private static final int FLAGS_FIELD = 27;
  private static final int SHORT_TRACE = 16;

  private ForeignTraceHeaders() {}

  /** The context of a gRPC call; empty if there is none, or none that is well-formed. */
  static Optional<TraceContext> read(Metadata headers) {
    return binary(headers.get(BINARY)).or(() -> b3(name -> text(headers, name)));
  }

  private static Optional<String> text(Metadata headers, String name) {
    return Optional.ofNullable(headers.get(requireNonNull(TEXTS.get(name), name)));
  }

  private static Optional<TraceContext> binary(byte @Nullable [] value) {
    if (value == null
        || value.length < BINARY_LENGTH
        || value[0] != 0
        || value[1] != 0
        || value[FIRST_SPAN_FIELD] != 1
        || value[FLAGS_FIELD] != 2) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(value);
    return named(
        bytes.getLong(2),
        bytes.getLong(10),
        bytes.getLong(FIRST_SPAN_FIELD + 1),
        (value[FLAGS_FIELD + 1] & 1) != 0);
  }

  /**
   * B3, as {@code b3: TRACE-SPAN-SAMPLED-PARENT} or as {@code x-b3-…}. A caller that leaves the
   * decision open is recorded.
   *
   * @param header the value of a header by its name in lower case
   */
  static Optional<TraceContext> b3(Function<String, Optional<String>> header) {
    Optional<String> single = header.apply("b3");
    if (single.isPresent()) {
      String[] parts = single.get().split("-", -1);
      return parts.length < 2
          ? Optional.empty()
          : b3(parts[0], parts[1], parts.length < 3 ? "1" : parts[2]);
    }
    return header
        .apply("x-b3-traceid")
        .flatMap(
            trace ->
                b3(
                    trace,
                    header.apply("x-b3-spanid").orElse(""),
                    header.apply("x-b3-sampled").orElse("1")));
  }

  /** The id of a trace may have 16 digits. */
  private static Optional<TraceContext> b3(String trace, String span, String sampled) {
    String full = trace.length() == SHORT_TRACE ? "0".repeat(SHORT_TRACE) + trace : trace;
    if (!isHex(full, 2 * SHORT_TRACE) || !isHex(span, SHORT_TRACE)) {
      return Optional.empty();
    }
    return named(
        HexFormat.fromHexDigitsToLong(full, 0, SHORT_TRACE),
        HexFormat.fromHexDigitsToLong(full, SHORT_TRACE, 2 * SHORT_TRACE),
        HexFormat.fromHexDigitsToLong(span),
        !sampled.equals("0") && !sampled.equals("false"));
  }

  private static boolean isHex(String text, int length) {
    return text.length() == length && text.chars().allMatch(HexFormat::isHexDigit);
  }

  private static Optional<TraceContext> named(long high, long low, long span, boolean recorded) {
    return (high | low) == 0 || span == 0
        ? Optional.empty()
        : Optional.of(new TraceContext(high, low, span, recorded));
  }
}
