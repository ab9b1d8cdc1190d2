package shippy.consignment.cli;

import com.google.protobuf.util.Timestamps;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.ConsignmentId;
import shippy.proto.consignment.GetRequest;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.ShippingServiceGrpc;

/** A consignment service on a real socket that keeps what it gets and fails when told to. */
final class FakeService extends ShippingServiceGrpc.ShippingServiceImplBase
    implements AutoCloseable {
  private static final int PAGE = 2;

  private final Platform platform = Platform.open(Config.of(Map.of(), Map.of()));
  private final Server server;
  private final List<Consignment> received = new CopyOnWriteArrayList<>();
  private final List<Consignment> stored = new CopyOnWriteArrayList<>();
  private volatile Optional<Status> failure = Optional.empty();
  private volatile Optional<Status> listFailure = Optional.empty();
  private volatile int listedBefore;
  private volatile Map<String, Status> refused = Map.of();
  private final List<Integer> pageSizes = new CopyOnWriteArrayList<>();
  private final AtomicInteger listings = new AtomicInteger();
  private volatile boolean silent;

  FakeService() throws IOException {
    server =
        platform
            .server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(this)
            .build()
            .start();
  }

  String address() {
    return "--address=127.0.0.1:" + server.getPort();
  }

  void failWith(Status status) {
    failure = Optional.of(status);
  }

  void failListWith(Status status) {
    failListAfter(0, status);
  }

  /** Answers so after so many rows. */
  void failListAfter(int rows, Status status) {
    listedBefore = rows;
    listFailure = Optional.of(status);
  }

  /** Answers so for this id only. */
  void refuse(String id, Status status) {
    refused = Map.of(id, status);
  }

  void neverAnswer() {
    silent = true;
  }

  void store(Consignment consignment) {
    stored.add(consignment);
  }

  /** How often a list was asked for. */
  int listings() {
    return listings.get();
  }

  /** The sizes of the pages asked for. */
  List<Integer> pageSizes() {
    return pageSizes;
  }

  List<Consignment> received() {
    return received;
  }

  @Override
  public void createConsignment(Consignment request, StreamObserver<Response> answer) {
    received.add(request);
    if (silent) {
      return;
    }
    Optional<Consignment> known = find(request.getId());
    Consignment done =
        request.toBuilder()
            .setVesselId("vessel001")
            .setStatus(shippy.proto.consignment.Status.CONFIRMED)
            .setCreatedAt(time())
            .build();
    Response.Builder response =
        Response.newBuilder()
            .setCreated(true)
            .setAlreadyThere(known.isPresent())
            .setConsignment(known.orElse(done));
    Optional<Status> no = failure.or(() -> Optional.ofNullable(refused.get(request.getId())));
    if (no.isEmpty() && known.isEmpty()) {
      stored.add(done);
    }
    answer(answer, no, response);
  }

  @Override
  public void getConsignments(GetRequest request, StreamObserver<Response> answer) {
    listings.incrementAndGet();
    pageSizes.add(request.getPageSize());
    List<Consignment> listed =
        stored.stream().filter(c -> listedStatuses(request).contains(c.getStatus())).toList();
    int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
    int to = Math.min(from + PAGE, listed.size());
    Response.Builder page = Response.newBuilder().addAllConsignments(listed.subList(from, to));
    answer(
        answer,
        listFailure.filter(no -> from >= listedBefore),
        to < listed.size() ? page.setNextPageToken(String.valueOf(to)) : page);
  }

  @Override
  public void getConsignment(ConsignmentId request, StreamObserver<Response> answer) {
    answerWith(answer, request, find(request.getId()));
  }

  @Override
  public void cancelConsignment(ConsignmentId request, StreamObserver<Response> answer) {
    Optional<Consignment> cancelled =
        find(request.getId())
            .map(
                found ->
                    found.toBuilder().setStatus(shippy.proto.consignment.Status.CANCELLED).build());
    stored.replaceAll(c -> cancelled.filter(other -> other.getId().equals(c.getId())).orElse(c));
    if (failure.isPresent()) {
      answer.onError(failure.get().asRuntimeException());
    } else if (!silent) {
      answerWith(answer, request, cancelled);
    }
  }

  private Optional<Consignment> find(String id) {
    return stored.stream().filter(c -> c.getId().equals(id)).findFirst();
  }

  private static void answerWith(
      StreamObserver<Response> answer, ConsignmentId request, Optional<Consignment> found) {
    Status none = Status.NOT_FOUND.withDescription("no consignment " + request.getId());
    answer(
        answer,
        found.isPresent() ? Optional.empty() : Optional.of(none),
        Response.newBuilder().setConsignment(found.orElse(Consignment.getDefaultInstance())));
  }

  /** Like the service, but it also lists those that were stored without a status. */
  private static List<shippy.proto.consignment.Status> listedStatuses(GetRequest request) {
    return request.getStatusesCount() > 0
        ? request.getStatusesList()
        : List.of(
            shippy.proto.consignment.Status.CONFIRMED,
            shippy.proto.consignment.Status.STATUS_UNSPECIFIED);
  }

  private static void answer(
      StreamObserver<Response> answer, Optional<Status> failure, Response.Builder response) {
    if (failure.isPresent()) {
      answer.onError(failure.get().asRuntimeException());
      return;
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  private static com.google.protobuf.Timestamp time() {
    try {
      return Timestamps.parse("2026-11-21T10:15:30.5Z");
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
    platform.close();
  }
}
