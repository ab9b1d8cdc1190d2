package shippy.telemetry.export.trace;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import shippy.telemetry.Resource;
import shippy.telemetry.Span;

/**
 * Writes requests of OTLP's trace service in protobuf's wire format. The numbers of the fields are
 * those of {@code trace.proto}, {@code common.proto} and {@code resource.proto} of OpenTelemetry.
 * One thread.
 */
final class OtlpWriter implements SpanAttributes.Sink {
  private static final int ERROR = 2;
  private static final int MOST_ALIKE = 1_024;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);
  private final byte[] resource;
  private final Map<Alike, byte[]> alike = new HashMap<>();
  private int attributes;

  private record Alike(
      Span.Kind kind,
      String name,
      Status.Code status,
      Optional<SocketAddress> peer,
      Optional<Span.Attempt> attempt) {}

  /** Writes the fields of a message. */
  private interface Fields {
    void write() throws IOException;
  }

  /** A writer of the spans of one process. */
  OtlpWriter(Resource who) {
    resource =
        message(
            () -> {
              attributes = 1;
              put("service.name", who.service());
              put("service.instance.id", who.instance());
              put("service.version", who.version());
            });
  }

  /**
   * An {@code ExportTraceServiceRequest}.
   *
   * @param epochNanos the time of day when the monotonic clock read 0
   */
  byte[] request(List<Span> spans, long epochNanos) {
    List<byte[]> written =
        spans.stream()
            .map(
                span -> {
                  byte[] alike = alike(span);
                  return message(() -> span(span, alike, epochNanos));
                })
            .toList();
    byte[] scope = message(() -> out.writeString(1, "shippy"));
    byte[] scopeSpans =
        message(
            () -> {
              out.writeByteArray(1, scope);
              for (byte[] span : written) {
                out.writeByteArray(2, span);
              }
            });
    byte[] resourceSpans =
        message(
            () -> {
              out.writeByteArray(1, resource);
              out.writeByteArray(2, scopeSpans);
            });
    return message(() -> out.writeByteArray(1, resourceSpans));
  }

  private void span(Span span, byte[] alike, long epochNanos) throws IOException {
    begin(1, 16);
    id(span.at().high());
    id(span.at().low());
    begin(2, 8);
    id(span.at().span());
    if (!span.at().state().isEmpty()) {
      out.writeString(3, span.at().state());
    }
    if (span.parent() != 0) {
      begin(4, 8);
      id(span.parent());
    }
    out.writeFixed64(7, epochNanos + span.startedNanos());
    out.writeFixed64(8, epochNanos + span.startedNanos() + span.durationNanos());
    out.writeRawBytes(alike);
  }

  /**
   * Of the spans of a program, most are alike but for ids and times; written once, they cost half.
   */
  private byte[] alike(Span span) {
    Alike key = new Alike(span.kind(), span.name(), span.status(), span.peer(), span.attempt());
    byte[] known = alike.get(key);
    if (known == null) {
      known = message(() -> describe(span));
      if (alike.size() >= MOST_ALIKE) {
        alike.clear();
      }
      alike.put(key, known);
    }
    return known;
  }

  private void describe(Span span) throws IOException {
    out.writeString(5, span.name());
    out.writeEnum(6, kind(span.kind()));
    attributes = 9;
    SpanAttributes.write(span, this);
    if (SpanAttributes.isError(span)) {
      begin(15, CodedOutputStream.computeEnumSize(3, ERROR));
      out.writeEnum(3, ERROR);
    }
  }

  private static int kind(Span.Kind kind) {
    return switch (kind) {
      case INTERNAL -> 1;
      case RPC_SERVER, HTTP_SERVER -> 2;
      case RPC_CLIENT -> 3;
    };
  }

  @Override
  public void put(String key, String value) {
    int size = CodedOutputStream.computeStringSize(1, value);
    attribute(key, size, () -> out.writeString(1, value));
  }

  @Override
  public void put(String key, long value) {
    int size = CodedOutputStream.computeInt64Size(3, value);
    attribute(key, size, () -> out.writeInt64(3, value));
  }

  /** A {@code KeyValue} with an {@code AnyValue} of that size. */
  private void attribute(String key, int size, Fields value) {
    try {
      int valueField =
          CodedOutputStream.computeTagSize(2)
              + CodedOutputStream.computeUInt32SizeNoTag(size)
              + size;
      begin(attributes, CodedOutputStream.computeStringSize(1, key) + valueField);
      out.writeString(1, key);
      begin(2, size);
      value.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void begin(int field, int size) throws IOException {
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(size);
  }

  /** In network order. */
  private void id(long half) throws IOException {
    out.writeFixed64NoTag(Long.reverseBytes(half));
  }

  private byte[] message(Fields fields) {
    try {
      bytes.reset();
      fields.write();
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not in memory
    }
  }
}
