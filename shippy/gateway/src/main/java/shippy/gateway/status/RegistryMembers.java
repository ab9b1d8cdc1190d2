package shippy.gateway.status;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;
import shippy.registry.ClusterMember;
import shippy.registry.ClusterStatus;
import shippy.registry.Registry;

/**
 * How many members the registry has and how many of them answer: one for a registry without
 * servers. Members are asked every five seconds at most. One thread.
 */
final class RegistryMembers {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Clock clock;
  private @Nullable Supplier<Duration> sinceAsked;
  private Optional<ClusterStatus> last = Optional.empty();

  RegistryMembers(Clock clock) {
    this.clock = clock;
  }

  /**
   * What the page tells of the registry. Blocks for up to 2.5 s while a member is silent.
   *
   * @param answers whether the registry as a whole does
   * @param age of what it said last
   */
  SystemStatus.Registry status(Registry registry, boolean answers, Duration age) {
    if (sinceAsked == null || sinceAsked.get().compareTo(PAUSE) >= 0) {
      last = registry.clusterStatus();
      sinceAsked = clock.stopwatch();
    }
    return new SystemStatus.Registry(
        registry.kind(),
        registry.location(),
        last.map(status -> status.members().size()).orElse(1),
        last.map(RegistryMembers::answering).orElse(answers ? 1L : 0L),
        answers ? 0 : age.toMillis());
  }

  private static long answering(ClusterStatus status) {
    return status.members().stream().filter(ClusterMember::answers).count();
  }
}
