package shippy.gateway.status;

import java.util.List;
import java.util.Optional;
import shippy.proto.debug.StatsResponse;

/**
 * What one instance answered.
 *
 * @param stats of its {@code Debug} service; empty if it has none
 * @param spans its latest; empty if it was not asked for them
 */
record ProbeResult(InstanceState health, Optional<StatsResponse> stats, List<TraceSpan> spans) {
  static final ProbeResult UNREACHABLE =
      new ProbeResult(InstanceState.UNREACHABLE, Optional.empty(), List.of());
}
