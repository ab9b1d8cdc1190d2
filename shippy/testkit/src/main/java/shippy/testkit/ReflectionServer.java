package shippy.testkit;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import shippy.proto.vessel.GetRequest;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.registry.HostPort;

/** A vessel service on loopback, with one kind of server reflection or none. */
public final class ReflectionServer implements AutoCloseable {
  /** The versions of the reflection service that it offers. */
  public enum Version {
    V1,
    V1ALPHA,
    BOTH,
    NONE
  }

  public final HealthStatusManager health = new HealthStatusManager();
  public final AtomicInteger calls = new AtomicInteger();
  private final String name;
  private final Server server;

  public ReflectionServer(String name, Version reflection) {
    this.name = name;
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    reflection(reflection).forEach(builder::addService);
    builder.addService(health.getHealthService()).addService(new Vessels());
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("deprecation") // v1alpha is under test
  private static List<BindableService> reflection(Version version) {
    return switch (version) {
      case V1 -> List.of(ProtoReflectionServiceV1.newInstance());
      case V1ALPHA -> List.of(ProtoReflectionService.newInstance());
      case BOTH ->
          List.of(ProtoReflectionServiceV1.newInstance(), ProtoReflectionService.newInstance());
      case NONE -> List.of();
    };
  }

  public HostPort address() {
    return new HostPort("127.0.0.1", server.getPort());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Vessels extends VesselServiceImplBase {
    @Override
    public void getVessels(GetRequest request, StreamObserver<Response> answer) {
      calls.incrementAndGet();
      Vessel vessel = Vessel.newBuilder().setId("v1").setName(name).setCapacity(500).build();
      answer.onNext(Response.newBuilder().addVessels(vessel).build());
      answer.onCompleted();
    }

    @Override
    public void findAvailable(Specification request, StreamObserver<Response> answer) {
      Status failure = request.getCapacity() < 0 ? Status.INTERNAL : Status.NOT_FOUND;
      answer.onError(
          failure
              .withDescription("nothing fits %d kg".formatted(request.getMaxWeight()))
              .asRuntimeException());
    }

    @Override
    public void create(Vessel request, StreamObserver<Response> answer) {
      answer.onNext(Response.newBuilder().setCreated(true).setVessel(request).build());
      answer.onCompleted();
    }
  }
}
