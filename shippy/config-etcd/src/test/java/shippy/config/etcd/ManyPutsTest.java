package shippy.config.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.config.Settings;
import shippy.testkit.etcd.EtcdExtension;

/** A key that is written all the time; other tests have threads of the same names. */
@Isolated
@Tag("etcd")
class ManyPutsTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final int PUTS = 1_000;

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

  @TempDir Path home;

  /** As fast as etcd takes them, which is faster than 100 a second. */
  @Test
  void last_of_a_thousand_puts_wins_everywhere_without_growth() {
    Programs programs = new Programs(home, etcd.endpoints());
    List<LiveConfig> live = new ArrayList<>();
    AtomicInteger updates = new AtomicInteger();
    Config config = Config.of(Map.of("config_address", etcd.endpoints()), Map.of());
    try (ConfigCentre centre = ConfigCentre.open(config, Clock.system())) {
      long revision = centre.put(Programs.KEY, text(0), 0).revision();
      for (int i = 0; i < 3; i++) {
        live.add(programs.start());
        live.get(i).onUpdate(updates::incrementAndGet);
      }
      revision = puts(centre, revision, 100);
      eventually(SOON, () -> live.forEach(one -> assertThat(rest(one)).isEqualTo(100)));
      int threads = threads();
      long heap = heap();
      int before = updates.get();
      var taken = Clock.system().stopwatch();
      puts(centre, revision, PUTS);
      eventually(
          Duration.ofSeconds(1), () -> live.forEach(one -> assertThat(rest(one)).isEqualTo(PUTS)));
      assertThat(threads()).isLessThanOrEqualTo(threads + 10);
      assertThat(heap() - heap).isLessThan(2_000_000);
      assertThat(updates.get() - before)
          .as("updates in " + taken.get())
          .isLessThanOrEqualTo(3 * (int) (taken.get().toMillis() / 50 + 2));
    } finally {
      live.forEach(LiveConfig::close);
    }
    eventually(
        Duration.ofSeconds(15),
        () ->
            assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.matches("shippy-(etcd|config).*")));
  }

  private static long puts(ConfigCentre centre, long revision, int count) {
    long last = revision;
    for (int i = 1; i <= count; i++) {
      last = centre.put(Programs.KEY, text(i), last).revision();
    }
    return last;
  }

  private static String text(int number) {
    return "client_retries = %d\nclient_request_timeout = %dms\n".formatted(number % 5, number + 1);
  }

  private static long rest(LiveConfig live) {
    return live.current().get(Settings.CLIENT_REQUEST_TIMEOUT).toMillis() - 1;
  }

  private static int threads() {
    return Thread.getAllStackTraces().size();
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
