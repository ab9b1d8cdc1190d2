package shippy.consignment.cli.client;

import shippy.config.Config;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.proto.vessel.GetRequest;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceBlockingStub;

/** The vessel service as this program uses it. Failures are problems. Safe for any thread. */
public final class VesselClient {
  private static final String SERVICE = "shippy.service.vessel";

  private final ServiceCalls<VesselServiceBlockingStub> calls;

  private VesselClient(ServiceCalls<VesselServiceBlockingStub> calls) {
    this.calls = calls;
  }

  /**
   * Starts to look for the service and to connect; returns at once.
   *
   * @throws ProblemException if an address was given, which is always the other service's
   */
  public static VesselClient on(RegistryConnection connection, Config config) {
    refuseAddress(config);
    return new VesselClient(
        new ServiceCalls<>(
            VesselServiceGrpc.newBlockingStub(connection.client().channel(SERVICE)),
            connection.look(SERVICE)));
  }

  /** The whole fleet. */
  public Response all() {
    return calls.ask(service -> service.getVessels(GetRequest.getDefaultInstance()));
  }

  /**
   * Adds a vessel that has an id, and returns the service's answer.
   *
   * @throws ProblemException that tells the id if it may have been added nevertheless
   */
  public Response add(Vessel vessel) {
    return calls.change(
        service -> service.create(vessel),
        "vessel %s was added".formatted(vessel.getId()),
        problem -> addUnknown(vessel.getId(), problem));
  }

  private static Problem addUnknown(String id, Problem problem) {
    return problem
        .withFix("consignment-cli vessels", "see whether it was")
        .withFix("--id=" + id + " with the same values", "makes it safe to add it again");
  }

  /** Only the flag is refused: the variable may be there for other commands. */
  private static void refuseAddress(Config config) {
    if (config.flag(ConsignmentClient.ADDRESS).isPresent()) {
      throw config
          .invalid(ConsignmentClient.ADDRESS, "not with this command")
          .problem()
          .withLikely("it is one of the consignment service; vessels are found by name")
          .toException();
    }
  }
}
