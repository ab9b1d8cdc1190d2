package shippy.consignment.cli;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.proto.vessel.GetRequest;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;

/** A vessel service on a real socket that keeps what it gets and fails when told to. */
final class FakeFleet extends VesselServiceGrpc.VesselServiceImplBase implements AutoCloseable {
  private final Platform platform = Platform.open(Config.of(Map.of(), Map.of()));
  private final Server server;
  private final List<Vessel> vessels = new CopyOnWriteArrayList<>();
  private volatile Optional<Status> failure = Optional.empty();
  private final AtomicInteger listings = new AtomicInteger();
  private volatile boolean silent;

  FakeFleet() throws IOException {
    server =
        platform
            .server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(this)
            .addService(new HealthStatusManager().getHealthService())
            .build()
            .start();
  }

  /** The arguments, with those that lead here. */
  String[] called(String... args) {
    Stream<String> here =
        Stream.of("--registry=fixed", "--registry_address=127.0.0.1:" + server.getPort());
    return Stream.concat(Stream.of(args), here).toArray(String[]::new);
  }

  void failWith(Status status) {
    failure = Optional.of(status);
  }

  void neverAnswer() {
    silent = true;
  }

  void store(Vessel vessel) {
    vessels.add(vessel);
  }

  /** How often the fleet was asked for. */
  int listings() {
    return listings.get();
  }

  List<Vessel> vessels() {
    return vessels;
  }

  @Override
  public void create(Vessel request, StreamObserver<Response> answer) {
    vessels.add(request);
    Vessel stored = request.toBuilder().setAvailable(true).build();
    answer(answer, Response.newBuilder().setCreated(true).setVessel(stored));
  }

  @Override
  public void getVessels(GetRequest request, StreamObserver<Response> answer) {
    listings.incrementAndGet();
    answer(answer, Response.newBuilder().addAllVessels(vessels));
  }

  private void answer(StreamObserver<Response> answer, Response.Builder response) {
    if (failure.isPresent()) {
      answer.onError(failure.get().asRuntimeException());
    } else if (!silent) {
      answer.onNext(response.build());
      answer.onCompleted();
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
    platform.close();
  }
}
