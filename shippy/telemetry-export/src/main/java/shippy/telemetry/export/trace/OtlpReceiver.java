package shippy.telemetry.export.trace;

import com.google.protobuf.CodedInputStream;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import shippy.clock.Clock;
import shippy.telemetry.Resource;
import shippy.telemetry.Span;

/** An OpenTelemetry collector, or what else takes OTLP. */
final class OtlpReceiver implements SpanReceiver {
  private static final MethodDescriptor<byte[], byte[]> EXPORT =
      MethodDescriptor.newBuilder(new Bytes(), new Bytes())
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("opentelemetry.proto.collector.trace.v1.TraceService/Export")
          .build();

  private static final int PARTIAL_SUCCESS = 1 << 3 | 2; // field and type, as on the wire
  private static final int REJECTED_SPANS = 1 << 3;
  private static final int ERROR_MESSAGE = 2 << 3 | 2;

  private final OtlpWriter writer;
  private final Clock clock;
  private final Transport transport;
  private final Runnable end;

  /** Sends a request and returns the answer. */
  private interface Transport {
    byte[] send(byte[] request, Duration limit);
  }

  private OtlpReceiver(Resource who, Clock clock, Transport transport, Runnable end) {
    this.writer = new OtlpWriter(who);
    this.clock = clock;
    this.transport = transport;
    this.end = end;
  }

  /** By gRPC; begins to connect. */
  static OtlpReceiver grpc(ManagedChannel channel, Resource who, Clock clock) {
    channel.getState(true);
    return new OtlpReceiver(
        who,
        clock,
        (request, limit) ->
            ClientCalls.blockingUnaryCall(
                channel,
                EXPORT,
                CallOptions.DEFAULT.withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS),
                request),
        channel::shutdownNow);
  }

  /** By HTTP. */
  static OtlpReceiver http(String url, Resource who, Clock clock) {
    HttpPost post = new HttpPost(url, "application/x-protobuf", 200, "application/x-protobuf");
    return new OtlpReceiver(who, clock, post::send, () -> {});
  }

  @Override
  public Answer send(List<Span> spans, Duration limit) {
    byte[] answer = transport.send(writer.request(spans, SpanReceiver.epochNanos(clock)), limit);
    try {
      return answer(CodedInputStream.newInstance(answer));
    } catch (IOException e) {
      throw Status.UNKNOWN.withDescription("unreadable answer").withCause(e).asRuntimeException();
    }
  }

  /** An {@code ExportTraceServiceResponse}. */
  private static Answer answer(CodedInputStream in) throws IOException {
    long rejected = 0;
    String reason = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case PARTIAL_SUCCESS -> in.readRawVarint32(); // its size; its fields are the next
        case REJECTED_SPANS -> rejected = in.readInt64();
        case ERROR_MESSAGE -> reason = in.readString();
        default -> in.skipField(tag);
      }
    }
    return new Answer(rejected, reason);
  }

  @Override
  public void close() {
    end.run();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
