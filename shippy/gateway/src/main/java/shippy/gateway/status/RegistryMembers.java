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
 * Counts the members of the registry, and those that answer; a registry without servers counts as
 * one. Members are asked every five seconds at most. One thread.
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
   * The registry as the page shows it. Blocks for up to 2.5 s while a member is silent.
   *
   * @param answers whether the registry as a whole answers
   * @param age of its last answer
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
