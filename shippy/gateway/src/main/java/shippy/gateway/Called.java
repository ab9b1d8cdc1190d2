package shippy.gateway;

import shippy.telemetry.Callee;

/**
 * Whom a process has called, since its start.
 *
 * @param address of the instance
 * @param errors how many of the calls failed
 */
record Called(String address, long calls, long errors) {
  /** As this process counts. */
  static Called of(Callee callee) {
    return new Called(callee.address(), callee.counted().requests(), callee.counted().errors());
  }

  /** As a {@code Debug} service tells. */
  static Called of(shippy.proto.debug.Callee callee) {
    return new Called(callee.getAddress(), callee.getRequests(), callee.getErrors());
  }

  Called plus(Called other) {
    return new Called(address, calls + other.calls, errors + other.errors);
  }
}
