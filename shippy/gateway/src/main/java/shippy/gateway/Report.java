package shippy.gateway;

import java.util.List;
import java.util.Optional;
import shippy.proto.debug.StatsResponse;

/**
 * What one instance answered when it was asked.
 *
 * @param stats of its {@code Debug} service; empty if it has none
 * @param spans its latest; empty if it was not asked for them
 */
record Report(Health health, Optional<StatsResponse> stats, List<Span> spans) {
  static final Report UNREACHABLE = new Report(Health.UNREACHABLE, Optional.empty(), List.of());
}
