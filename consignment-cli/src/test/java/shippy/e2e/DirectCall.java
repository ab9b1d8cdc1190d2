package shippy.e2e;

import io.grpc.StatusRuntimeException;
import java.util.Map;
import shippy.client.Client;
import shippy.config.Config;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.registry.HostPort;

/** Calls to one vessel instance past any registry. */
final class DirectCall {
  private DirectCall() {}

  /** The id of the vessel found, or the status text. */
  static String findAvailable(String address, Specification specification) {
    try (Client client = Client.open(Config.of(Map.of(), Map.of()))) {
      return VesselServiceGrpc.newBlockingStub(client.direct(HostPort.parse(address)))
          .findAvailable(specification)
          .getVessel()
          .getId();
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() + ": " + e.getStatus().getDescription();
    }
  }
}
