package shippy.consignment.cli;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import shippy.client.Client;
import shippy.config.Config;
import shippy.config.Format;
import shippy.config.Setting;
import shippy.console.Failures;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.ConsignmentId;
import shippy.proto.consignment.GetRequest;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.ShippingServiceGrpc;
import shippy.registry.HostPort;

/** The consignment service as this program uses it. Failures are problems. One thread. */
final class Shipping implements AutoCloseable {
  static final Setting<HostPort> ADDRESS =
      Setting.optional(
          "address",
          "host:port of one instance to call, past the registry",
          new Format<>("host:port, such as 127.0.0.1:50051", Shipping::address));

  private static final String SERVICE = "shippy.service.consignment";

  private final Client client;
  private final ShippingServiceGrpc.ShippingServiceBlockingStub stub;

  private Shipping(Client client, Channel channel) {
    this.client = client;
    this.stub = ShippingServiceGrpc.newBlockingStub(channel);
  }

  /** Starts to look for the service and to connect; returns at once. */
  static Shipping open(Config config) {
    Client client = Client.open(config);
    try {
      Optional<HostPort> address = config.find(ADDRESS);
      return new Shipping(
          client, address.map(client::direct).orElseGet(() -> client.channel(SERVICE)));
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /**
   * Creates a consignment that has an id, and returns the service's answer.
   *
   * @throws ProblemException that tells the id if it may have been created nevertheless
   */
  Response create(Consignment consignment) {
    Delivery delivery = new Delivery();
    try {
      return stub.withInterceptors(delivery).createConsignment(consignment);
    } catch (StatusRuntimeException e) {
      Problem problem = Failures.problem(e);
      boolean unknown = delivery.begun() && Delivery.leavesOutcomeOpen(e.getStatus());
      throw (unknown ? outcomeUnknown(consignment.getId(), problem) : problem).toException(e);
    }
  }

  /** All consignments, page by page. */
  List<Consignment> list() {
    List<Consignment> all = new ArrayList<>();
    String token = "";
    do {
      GetRequest request = GetRequest.newBuilder().setPageToken(token).build();
      Response page = reported(() -> stub.getConsignments(request));
      all.addAll(page.getConsignmentsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return all;
  }

  Consignment get(String id) {
    ConsignmentId request = ConsignmentId.newBuilder().setId(id).build();
    return reported(() -> stub.getConsignment(request)).getConsignment();
  }

  @Override
  public void close() {
    client.close();
  }

  private static Response reported(Supplier<Response> call) {
    try {
      return call.get();
    } catch (StatusRuntimeException e) {
      throw Failures.problem(e).toException(e);
    }
  }

  private static Problem outcomeUnknown(String id, Problem cause) {
    return Problem.of(ExitCode.TIMEOUT, "it is not known whether %s was created".formatted(id))
        .withFact(cause.what())
        .withFix("consignment-cli get " + id, "see whether it was")
        .withFix("\"id\": \"" + id + "\" in the file", "makes it safe to send it again");
  }

  private static HostPort address(String text) {
    HostPort address = HostPort.parse(text);
    if (address.port() == 0) {
      throw new IllegalArgumentException("port: 0 (expected: 1-65535)");
    }
    return address;
  }
}
