package shippy.telemetry.export.trace;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A collector of OTLP over gRPC. Safe for any thread. */
final class OtlpCollector extends TraceServiceGrpc.TraceServiceImplBase implements AutoCloseable {
  final List<Span> spans = new CopyOnWriteArrayList<>();
  final AtomicInteger requests = new AtomicInteger();
  volatile Answer answer = Answer.TAKE;
  private final Server server;

  enum Answer {
    TAKE,
    REJECT_ONE,
    REFUSE,
    NEVER
  }

  OtlpCollector(int port) throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .addService(this)
            .build()
            .start();
  }

  String endpoint() {
    return "otlp://127.0.0.1:" + server.getPort();
  }

  @Override
  public void export(
      ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> to) {
    requests.incrementAndGet();
    switch (answer) {
      case TAKE -> take(request, ExportTraceServiceResponse.getDefaultInstance(), to);
      case REJECT_ONE ->
          take(
              request,
              ExportTraceServiceResponse.newBuilder()
                  .setPartialSuccess(
                      ExportTracePartialSuccess.newBuilder()
                          .setRejectedSpans(1)
                          .setErrorMessage("too old"))
                  .build(),
              to);
      case REFUSE ->
          to.onError(Status.INVALID_ARGUMENT.withDescription("on purpose").asRuntimeException());
      case NEVER -> {}
    }
  }

  private void take(
      ExportTraceServiceRequest request,
      ExportTraceServiceResponse response,
      StreamObserver<ExportTraceServiceResponse> to) {
    request
        .getResourceSpansList()
        .forEach(all -> all.getScopeSpansList().forEach(part -> spans.addAll(part.getSpansList())));
    to.onNext(response);
    to.onCompleted();
  }

  /** Breaks connections and calls off. */
  @Override
  public void close() throws InterruptedException {
    server.shutdownNow().awaitTermination();
  }
}
