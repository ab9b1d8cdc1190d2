package shippy.registry;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * The state of each server of a registry, asked one by one.
 *
 * @param members in the order of the configuration, at least one
 * @param outage why none of them answers; empty if one does
 */
public record ClusterStatus(List<ClusterMember> members, Optional<RegistryException> outage) {
  public ClusterStatus {
    members = List.copyOf(members);
    requireNonNull(outage, "outage");
  }
}
