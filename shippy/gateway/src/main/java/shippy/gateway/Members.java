package shippy.gateway;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.registry.RegistryException;
import shippy.registry.etcd.EtcdStatus;
import shippy.registry.etcd.MemberStatus;

/**
 * How many members the registry has and how many of them answer. Only etcd has more than one; they
 * are asked every five seconds at most. One thread.
 */
final class Members {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Config config;
  private final Clock clock;
  private @Nullable Supplier<Duration> sinceAsked;
  private int all = 1;
  private int alive = 1;

  Members(Config config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /**
   * Blocks for up to 2.5 s while a member is silent.
   *
   * @param answers whether the registry as a whole does
   */
  void add(JsonObject json, boolean answers) {
    if (!config.get(Settings.REGISTRY).equals("etcd")) {
      alive = answers ? 1 : 0;
    } else if (sinceAsked == null || sinceAsked.get().compareTo(PAUSE) >= 0) {
      ask();
      sinceAsked = clock.stopwatch();
    }
    json.addProperty("members", all);
    json.addProperty("alive", alive);
  }

  private void ask() {
    all = EtcdStatus.addresses(config).size();
    try {
      List<MemberStatus> members = EtcdStatus.of(config);
      alive = (int) members.stream().filter(MemberStatus::answers).count();
    } catch (RegistryException e) {
      alive = 0;
    }
  }
}
