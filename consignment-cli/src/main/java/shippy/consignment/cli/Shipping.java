package shippy.consignment.cli;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import shippy.client.Client;
import shippy.config.Config;
import shippy.config.Format;
import shippy.config.Setting;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.ConsignmentId;
import shippy.proto.consignment.GetRequest;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.ShippingServiceGrpc;
import shippy.proto.consignment.Status;
import shippy.registry.HostPort;

/** The consignment service as this program uses it. Failures are problems. Safe for any thread. */
final class Shipping implements AutoCloseable {
  static final Setting<HostPort> ADDRESS =
      Setting.optional(
          "address",
          "host:port of one consignment service to call, past the registry",
          new Format<>("host:port, such as 127.0.0.1:50051", HostPort::parsePeer));

  private static final String SERVICE = "shippy.service.consignment";

  private final Connection connection;
  private final Future<?> look;
  private final ShippingServiceGrpc.ShippingServiceBlockingStub stub;

  private Shipping(Connection connection, Channel channel, Future<?> look) {
    this.connection = connection;
    this.look = look;
    this.stub = ShippingServiceGrpc.newBlockingStub(channel);
  }

  /** Starts to look for the service and to connect; returns at once. */
  static Shipping open(Config config, Connections connections) {
    Connection connection = connections.to(config);
    try {
      Optional<HostPort> address = config.find(ADDRESS);
      Client client = connection.client();
      return address.isPresent()
          ? new Shipping(connection, client.direct(address.get()), completedFuture(null))
          : new Shipping(connection, client.channel(SERVICE), connection.look(SERVICE));
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Creates a consignment that has an id, and returns the service's answer.
   *
   * @throws ProblemException that tells the id if it may have been created nevertheless
   */
  Response create(Consignment consignment) {
    String id = consignment.getId();
    return Calls.change(
        stub(),
        service -> service.createConsignment(consignment),
        id + " was created",
        problem -> createUnknown(id, problem));
  }

  /**
   * Cancels a consignment and returns the service's answer.
   *
   * @throws ProblemException that says so if it may have been cancelled nevertheless
   */
  Response cancel(String id) {
    return Calls.change(
        stub(),
        service -> service.cancelConsignment(request(id)),
        id + " was cancelled",
        problem -> cancelUnknown(id, problem));
  }

  /** All consignments of these statuses, page by page; none means those that vessels carry. */
  List<Consignment> list(List<Status> statuses) {
    List<Consignment> all = new ArrayList<>();
    String token = "";
    do {
      Response page = page(statuses, token);
      all.addAll(page.getConsignmentsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return all;
  }

  /** One page of them; the empty token is the first page's. */
  Response page(List<Status> statuses, String token) {
    GetRequest request =
        GetRequest.newBuilder().setPageToken(token).addAllStatuses(statuses).build();
    return Calls.ask(() -> stub().getConsignments(request));
  }

  Consignment get(String id) {
    return Calls.ask(() -> stub().getConsignment(request(id))).getConsignment();
  }

  private ShippingServiceGrpc.ShippingServiceBlockingStub stub() {
    Calls.await(look);
    return stub;
  }

  @Override
  public void close() {
    connection.close();
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
