package shippy.consignment.cli;

import io.grpc.Channel;
import java.util.concurrent.Future;
import shippy.config.Config;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.proto.vessel.GetRequest;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;

/** The vessel service as this program uses it. Failures are problems. One thread. */
final class Fleet implements AutoCloseable {
  private static final String SERVICE = "shippy.service.vessel";

  private final Connection connection;
  private final Future<?> look;
  private final VesselServiceGrpc.VesselServiceBlockingStub stub;

  private Fleet(Connection connection, Channel channel) {
    this.connection = connection;
    this.look = connection.look(SERVICE);
    this.stub = VesselServiceGrpc.newBlockingStub(channel);
  }

  /**
   * Starts to look for the service and to connect; returns at once.
   *
   * @throws ProblemException if an address was given, which can only be the other service's
   */
  static Fleet open(Config config, Connections connections) {
    refuseAddress(config);
    Connection connection = connections.to(config);
    try {
      return new Fleet(connection, connection.client().channel(SERVICE));
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** The whole fleet. */
  Response all() {
    return Calls.ask(() -> stub().getVessels(GetRequest.getDefaultInstance()));
  }

  /**
   * Adds a vessel that has an id, and returns the service's answer.
   *
   * @throws ProblemException that tells the id if it may have been added nevertheless
   */
  Response add(Vessel vessel) {
    return Calls.change(
        stub(),
        vessels -> vessels.create(vessel),
        "vessel %s was added".formatted(vessel.getId()),
        problem -> addUnknown(vessel.getId(), problem));
  }

  private VesselServiceGrpc.VesselServiceBlockingStub stub() {
    Calls.await(look);
    return stub;
  }

  @Override
  public void close() {
    connection.close();
  }

  private static Problem addUnknown(String id, Problem problem) {
    return problem
        .withFix("consignment-cli vessels", "see whether it was")
        .withFix("--id=" + id + " with the same values", "makes it safe to add it again");
  }

  /** In the environment it may well be there for the other commands. */
  private static void refuseAddress(Config config) {
    boolean flag =
        config
            .origin(Shipping.ADDRESS)
            .filter(found -> found.source().equals(Shipping.ADDRESS.flag()))
            .isPresent();
    if (flag) {
      throw config
          .invalid(Shipping.ADDRESS, "not with this command")
          .problem()
          .withLikely("it is one of the consignment service; vessels are found by name")
          .toException();
    }
  }
}
