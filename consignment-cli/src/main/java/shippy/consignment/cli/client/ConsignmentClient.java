package shippy.consignment.cli.client;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.grpc.Channel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import shippy.config.Config;
import shippy.config.Format;
import shippy.config.Setting;
import shippy.console.ShortId;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.ConsignmentId;
import shippy.proto.consignment.GetRequest;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.ShippingServiceGrpc;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceBlockingStub;
import shippy.proto.consignment.Status;
import shippy.registry.HostPort;

/** The consignment service as this program uses it. Failures are problems. Safe for any thread. */
public final class ConsignmentClient {
  public static final Setting<HostPort> ADDRESS =
      Setting.optional(
          "address",
          "host:port of one consignment service to call, past the registry",
          new Format<>("host:port, such as 127.0.0.1:50051", HostPort::parsePeer));

  private static final String SERVICE = "shippy.service.consignment";

  private final ServiceCalls<ShippingServiceBlockingStub> calls;

  private ConsignmentClient(Channel channel, Future<?> look) {
    this.calls = new ServiceCalls<>(ShippingServiceGrpc.newBlockingStub(channel), look);
  }

  /** Starts to look for the service and to connect; returns at once. */
  public static ConsignmentClient on(RegistryConnection connection, Config config) {
    return connection.takeExpected().orElseGet(() -> open(connection, config));
  }

  /** The same without one that was begun before. */
  static ConsignmentClient open(RegistryConnection connection, Config config) {
    Optional<HostPort> address = config.find(ADDRESS);
    return address.isPresent()
        ? new ConsignmentClient(connection.client().direct(address.get()), completedFuture(null))
        : new ConsignmentClient(connection.client().channel(SERVICE), connection.look(SERVICE));
  }

  /**
   * Creates a consignment that has an id, and returns the service's answer.
   *
   * @throws shippy.problem.ProblemException that tells the id if it may have been created
   *     nevertheless
   */
  public Response create(Consignment consignment) {
    String id = consignment.getId();
    return calls.change(
        service -> service.createConsignment(consignment),
        id + " was created",
        problem -> createUnknown(id, problem));
  }

  /**
   * Cancels a consignment and returns the service's answer.
   *
   * @throws shippy.problem.ProblemException that says so if it may have been cancelled nevertheless
   */
  public Response cancel(String id) {
    return calls.change(
        service -> service.cancelConsignment(request(id)),
        id + " was cancelled",
        problem -> cancelUnknown(id, problem));
  }

  /**
   * The consignments of these statuses; none means those that vessels carry. A page is asked for
   * when the first of it is read.
   *
   * @param pageSize how many to ask for at once; 0 for the service's own choice
   */
  public Stream<Consignment> list(List<Status> statuses, int pageSize) {
    return Stream.iterate(
            Optional.of(page(statuses, pageSize, "")),
            Optional::isPresent,
            last ->
                last.map(Response::getNextPageToken)
                    .filter(token -> !token.isEmpty())
                    .map(token -> page(statuses, pageSize, token)))
        .flatMap(page -> page.stream().flatMap(one -> one.getConsignmentsList().stream()));
  }

  /** The first page of them. */
  public List<Consignment> firstPage(List<Status> statuses) {
    return page(statuses, 0, "").getConsignmentsList();
  }

  /**
   * What the call gives for the id; if there is no such consignment, for the only one whose id
   * begins so, whatever its status.
   *
   * @throws ProblemException as the call; with code {@code USAGE} if several ids begin so
   */
  public <T> T byId(String typed, Function<String, T> call) {
    ShortId id = new ShortId(typed);
    Optional<ProblemException> absent = Optional.empty();
    try {
      if (!id.isCut()) {
        return call.apply(typed);
      }
    } catch (ProblemException e) {
      if (!isNotFound(e)) {
        throw e;
      }
      absent = Optional.of(e);
    }
    List<String> all =
        list(List.copyOf(EnumSet.range(Status.PENDING, Status.CANCELLED)), 0)
            .map(Consignment::getId)
            .toList();
    ProblemException none = absent.orElseGet(() -> unknown(typed));
    return call.apply(id.find(all, List::of).orElseThrow(() -> none));
  }

  private static boolean isNotFound(ProblemException e) {
    return e.getCause() instanceof StatusRuntimeException failure
        && failure.getStatus().getCode() == Code.NOT_FOUND;
  }

  private static ProblemException unknown(String typed) {
    return Problem.of(ExitCode.FAILED, "no consignment " + typed).toException();
  }

  public Consignment get(String id) {
    return calls.ask(service -> service.getConsignment(request(id))).getConsignment();
  }

  private Response page(List<Status> statuses, int size, String token) {
    GetRequest request =
        GetRequest.newBuilder()
            .setPageSize(size)
            .setPageToken(token)
            .addAllStatuses(statuses)
            .build();
    return calls.ask(service -> service.getConsignments(request));
  }

  private static ConsignmentId request(String id) {
    return ConsignmentId.newBuilder().setId(id).build();
  }

  private static Problem createUnknown(String id, Problem problem) {
    return problem
        .withFact("if it arrived, the service finishes it by itself once it reaches the vessels")
        .withFix("consignment-cli get " + id, "see what became of it")
        .withFix("\"id\": \"" + id + "\" in the file", "makes it safe to send it again");
  }

  private static Problem cancelUnknown(String id, Problem problem) {
    return problem
        .withFix("consignment-cli get " + id, "see whether it was")
        .withFix("consignment-cli cancel " + id, "safe to repeat");
  }
}
