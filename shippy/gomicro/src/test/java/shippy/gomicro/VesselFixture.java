package shippy.gomicro;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.proto.vessel.GetRequest;
import shippy.proto.vessel.ReservationId;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.registry.InMemoryRegistry;
import shippy.service.RunningService;
import shippy.service.Service;

/** A running service that answers as it is asked, and a caller on go-micro. */
final class VesselFixture implements AutoCloseable {
  static final String NAME = "registered.vessel";
  static final Map<String, String> MICRO =
      Map.of("x-content-type", "application/grpc+proto", "timeout", "5000000000");

  final AtomicInteger calls = new AtomicInteger();
  final AtomicInteger brokenStreams = new AtomicInteger();
  final Semaphore gate = new Semaphore(0);
  private final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  private final Platform platform;
  final RunningService service;
  final Http2Caller caller;

  VesselFixture() {
    platform = Platform.on(registry, Config.of(Map.of("registry", "memory"), Map.of()));
    service =
        Service.named(NAME)
            .handler(new Vessels())
            .handler(p -> () -> streams("a.Fleet"))
            .handler(p -> () -> streams("b.Fleet"))
            .grace(Duration.ZERO)
            .start(platform);
    service.ready().orTimeout(5, TimeUnit.SECONDS).join();
    caller = new Http2Caller(service.address());
  }

  /** FindAvailable asked for capacity -n answers with status n. */
  private final class Vessels extends VesselServiceImplBase {
    @Override
    public void findAvailable(Specification asked, StreamObserver<Response> out) {
      calls.incrementAndGet();
      if (asked.getCapacity() < 0) {
        String text = asked.getMaxWeight() > 0 ? "ä\"<".repeat(asked.getMaxWeight()) : "as asked";
        Metadata details = new Metadata();
        details.put(
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER),
            new byte[] {8, 5});
        out.onError(
            Status.fromCodeValue(-asked.getCapacity())
                .withDescription(text)
                .asRuntimeException(details));
        return;
      }
      Vessel found = Vessel.newBuilder().setId("v1").setMaxWeight(asked.getMaxWeight()).build();
      out.onNext(Response.newBuilder().setVessel(found).build());
      out.onCompleted();
    }

    @Override
    public void create(Vessel vessel, StreamObserver<Response> out) {
      throw new IllegalStateException("secret");
    }

    /** Waits for the gate. */
    @Override
    public void release(ReservationId id, StreamObserver<Response> out) {
      gate.acquireUninterruptibly();
      out.onNext(Response.getDefaultInstance());
      out.onCompleted();
    }

    @Override
    public void getVessels(GetRequest request, StreamObserver<Response> out) {
      out.onError(new IllegalStateException("secret"));
    }
  }

  /** A service that echoes vessels, in a proto of its own. */
  private ServerServiceDefinition streams(String name) {
    FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder();
    try {
      TextFormat.merge(
          """
          name: "%1$s" package: "%1$.1s" dependency: "%2$s"
          service { name: "Fleet" method { name: "Echo" client_streaming: true
            server_streaming: true input_type: ".shippy.service.vessel.Vessel"
            output_type: ".shippy.service.vessel.Vessel" } }
          """
              .formatted(name, Vessel.getDescriptor().getFile().getName()),
          file);
      FileDescriptor built =
          FileDescriptor.buildFrom(
              file.build(), new FileDescriptor[] {Vessel.getDescriptor().getFile()});
      return definition(name, new Schema(built));
    } catch (TextFormat.ParseException | DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  private ServerServiceDefinition definition(String name, Schema schema) {
    MethodDescriptor<Vessel, Vessel> echo =
        MethodDescriptor.<Vessel, Vessel>newBuilder()
            .setType(MethodType.BIDI_STREAMING)
            .setFullMethodName(name + "/Echo")
            .setRequestMarshaller(marshaller(Vessel.getDefaultInstance()))
            .setResponseMarshaller(marshaller(Vessel.getDefaultInstance()))
            .setSchemaDescriptor(schema)
            .build();
    ServiceDescriptor service =
        ServiceDescriptor.newBuilder(name).setSchemaDescriptor(schema).addMethod(echo).build();
    return ServerServiceDefinition.builder(service)
        .addMethod(echo, ServerCalls.asyncBidiStreamingCall(Echo::new))
        .build();
  }

  private static <T extends Message> MethodDescriptor.Marshaller<T> marshaller(T prototype) {
    return ProtoUtils.marshaller(prototype);
  }

  private record Schema(FileDescriptor file) implements ProtoMethodDescriptorSupplier {
    @Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().getMethods().get(0);
    }

    @Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return file.getServices().get(0);
    }

    @Override
    public FileDescriptor getFileDescriptor() {
      return file;
    }
  }

  private final class Echo implements StreamObserver<Vessel> {
    private final StreamObserver<Vessel> out;

    Echo(StreamObserver<Vessel> out) {
      this.out = out;
    }

    @Override
    public void onNext(Vessel vessel) {
      out.onNext(vessel);
    }

    @Override
    public void onError(Throwable failure) {
      brokenStreams.incrementAndGet();
    }

    @Override
    public void onCompleted() {
      out.onCompleted();
    }
  }

  @Override
  public void close() {
    caller.close();
    service.close();
    platform.close();
    registry.close();
  }
}
