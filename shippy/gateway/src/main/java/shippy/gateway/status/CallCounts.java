package shippy.gateway.status;

import shippy.telemetry.Callee;

/**
 * Whom a process has called, since its start.
 *
 * @param address of the instance
 * @param errors how many of the calls failed
 */
record CallCounts(String address, long calls, long errors) {
  /** As this process counts. */
  static CallCounts of(Callee callee) {
    return new CallCounts(callee.address(), callee.counted().requests(), callee.counted().errors());
  }

  /** As a {@code Debug} service tells. */
  static CallCounts of(shippy.proto.debug.Callee callee) {
    return new CallCounts(callee.getAddress(), callee.getRequests(), callee.getErrors());
  }

  CallCounts plus(CallCounts other) {
    return new CallCounts(address, calls + other.calls, errors + other.errors);
  }
}
