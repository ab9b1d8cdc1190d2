package shippy.fsck;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Function;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.ConsignmentId;
import shippy.proto.consignment.Container;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceImplBase;
import shippy.proto.vessel.Reservation;
import shippy.proto.vessel.ReservationId;
import shippy.proto.vessel.ReservationsRequest;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.registry.HostPort;

/** Both services on one port, whose books hold what the test wrote, however wrong. */
public final class FakeServices implements AutoCloseable {
  public static final String VESSEL = "vessel001";

  final List<Consignment> consignments = new CopyOnWriteArrayList<>();
  final List<Reservation> reservations = new CopyOnWriteArrayList<>();
  final List<Vessel> vessels = new CopyOnWriteArrayList<>();
  final List<String> calls = new CopyOnWriteArrayList<>();

  /** Called with the name of each method before it is answered. */
  volatile BiConsumer<String, Integer> before = (method, times) -> {};

  private final Platform platform = Platform.open(Config.of(Map.of(), Map.of()));
  private final Server server;
  private final Client client = Client.of(platform);

  /** Both services, or none of their methods. */
  FakeServices(boolean implemented) {
    var builder = platform.server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    builder.addService(new HealthStatusManager().getHealthService());
    if (implemented) {
      builder.addService(new Shipping()).addService(new Vessels());
    }
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public FakeServices() {
    this(true);
  }

  /** With one consignment, on which both agree. */
  static FakeServices inAgreement() {
    FakeServices services = new FakeServices();
    services.consignment("fits", shippy.proto.consignment.Status.CONFIRMED);
    services.reservation("fits", true);
    services.vessel(1);
    return services;
  }

  public int port() {
    return server.getPort();
  }

  Fsck fsck(Clock clock, Fsck.Options options) {
    var channel = client.direct(HostPort.parse("127.0.0.1:" + port()));
    return new Fsck(new ServiceClients(channel, channel), clock, options);
  }

  /** A consignment of 100 kg in one container; a confirmed one is on the vessel. */
  public void consignment(String id, shippy.proto.consignment.Status status) {
    boolean confirmed = status == shippy.proto.consignment.Status.CONFIRMED;
    consignments.add(
        Consignment.newBuilder()
            .setId(id)
            .setWeight(100)
            .addContainers(Container.getDefaultInstance())
            .setStatus(status)
            .setVesselId(confirmed ? VESSEL : "")
            .build());
  }

  /** A reservation of 100 kg and one container on the vessel. */
  public void reservation(String id, boolean confirmed) {
    reservations.add(reservation(id, confirmed, VESSEL, 100));
  }

  static Reservation reservation(String id, boolean confirmed, String vessel, int weightKg) {
    return Reservation.newBuilder()
        .setId(id)
        .setConfirmed(confirmed)
        .setVesselId(vessel)
        .setSpecification(Specification.newBuilder().setCapacity(1).setMaxWeight(weightKg))
        .build();
  }

  /** The vessel, with the reservations of so many consignments on it. */
  public void vessel(int used) {
    vessels.clear();
    vessels.add(
        Vessel.newBuilder()
            .setId(VESSEL)
            .setCapacity(500)
            .setMaxWeight(200_000)
            .setUsedCapacity(used)
            .setUsedWeight(100 * used)
            .build());
  }

  /** Lets the vessel take so many containers. */
  public void widen(int containers) {
    vessels.set(0, vessels.get(0).toBuilder().setCapacity(containers).build());
  }

  private void called(String method) {
    calls.add(method);
    before.accept(method, (int) calls.stream().filter(method::equals).count());
  }

  private static <T> List<T> page(List<T> rows, String token, int size) {
    int from = token.isEmpty() ? 0 : Integer.parseInt(token);
    return new ArrayList<>(rows.subList(from, Math.min(from + size, rows.size())));
  }

  private static String next(List<?> rows, String token, int size) {
    int end = (token.isEmpty() ? 0 : Integer.parseInt(token)) + size;
    return end < rows.size() ? String.valueOf(end) : "";
  }

  private static <T> void answer(StreamObserver<T> caller, T answer) {
    caller.onNext(answer);
    caller.onCompleted();
  }

  /** One with a status from the future is always listed. */
  private static boolean listed(
      Consignment consignment, List<shippy.proto.consignment.Status> statuses) {
    return consignment.getStatus() == shippy.proto.consignment.Status.UNRECOGNIZED
        || statuses.contains(consignment.getStatus());
  }

  private final class Shipping extends ShippingServiceImplBase {
    @Override
    public void getConsignments(
        shippy.proto.consignment.GetRequest request,
        StreamObserver<shippy.proto.consignment.Response> caller) {
      called("GetConsignments");
      List<Consignment> rows =
          consignments.stream().filter(c -> listed(c, request.getStatusesList())).toList();
      answer(
          caller,
          shippy.proto.consignment.Response.newBuilder()
              .addAllConsignments(page(rows, request.getPageToken(), request.getPageSize()))
              .setNextPageToken(next(rows, request.getPageToken(), request.getPageSize()))
              .build());
    }

    @Override
    public void getConsignment(
        ConsignmentId request, StreamObserver<shippy.proto.consignment.Response> caller) {
      called("GetConsignment");
      consignments.stream()
          .filter(c -> c.getId().equals(request.getId()))
          .findFirst()
          .map(c -> shippy.proto.consignment.Response.newBuilder().setConsignment(c).build())
          .ifPresentOrElse(
              found -> answer(caller, found),
              () -> caller.onError(Status.NOT_FOUND.asRuntimeException()));
    }
  }

  private final class Vessels extends VesselServiceImplBase {
    @Override
    public void getVessels(
        shippy.proto.vessel.GetRequest request, StreamObserver<Response> caller) {
      called("GetVessels");
      answer(caller, Response.newBuilder().addAllVessels(vessels).build());
    }

    @Override
    public void getReservations(ReservationsRequest request, StreamObserver<Response> caller) {
      called("GetReservations");
      List<Reservation> rows = List.copyOf(reservations);
      answer(
          caller,
          Response.newBuilder()
              .addAllReservations(page(rows, request.getPageToken(), request.getPageSize()))
              .setNextPageToken(next(rows, request.getPageToken(), request.getPageSize()))
              .build());
    }

    @Override
    public void confirm(ReservationId request, StreamObserver<Response> caller) {
      called("Confirm " + request.getId());
      if (reservations.stream().noneMatch(r -> r.getId().equals(request.getId()))) {
        caller.onError(Status.FAILED_PRECONDITION.asRuntimeException());
        return;
      }
      replace(request.getId(), r -> List.of(r.toBuilder().setConfirmed(true).build()));
      answer(caller, Response.getDefaultInstance());
    }

    @Override
    public void release(ReservationId request, StreamObserver<Response> caller) {
      called("Release " + request.getId());
      replace(request.getId(), r -> List.of());
      vessel(reservations.size());
      answer(caller, Response.getDefaultInstance());
    }

    private void replace(String id, Function<Reservation, List<Reservation>> change) {
      List<Reservation> changed =
          reservations.stream()
              .flatMap(r -> (r.getId().equals(id) ? change.apply(r) : List.of(r)).stream())
              .toList();
      reservations.clear();
      reservations.addAll(changed);
    }
  }

  @Override
  public void close() {
    client.close();
    server.shutdownNow();
    platform.close();
  }
}
