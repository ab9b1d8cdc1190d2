package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.clock.Clock;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;
import shippy.testkit.kubernetes.MountedConfigMap;

/** Services follow a mounted ConfigMap while clients call them. */
@Tag("etcd")
class FileReloadIT {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int SWAPS = 100;

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  @Test
  void each_swap_takes_effect_in_both_services_and_no_call_fails() throws Exception {
    try (Sandbox sandbox = Sandbox.etcd(ETCD.endpoints());
        SteadyCalls calls = new SteadyCalls(ETCD.endpoints(), "reload")) {
      Path folder = Files.createDirectory(sandbox.data().resolve("config"));
      MountedConfigMap map = new MountedConfigMap(folder, "shippy.yaml", text(0));
      List<RunningCommand> services = sandbox.both("--config=" + map.file());
      eventually(Sandbox.START, () -> assertThat(calls.created()).isPositive());
      int failed = calls.failures().size(); // before there were services
      swap(map, services, 1, 10);
      List<Long> before = handles(services);
      Duration longest = swap(map, services, 11, SWAPS);
      tell(longest, before, handles(services), calls);
      refuse(map, services);
      assertThat(calls.failures()).hasSize(failed);
      assertThat(calls.created()).isGreaterThan(SWAPS);
      List<Long> after = handles(services);
      for (int i = 0; i < after.size(); i++) {
        assertThat(after.get(i)).isLessThanOrEqualTo(before.get(i) + 10);
      }
    }
  }

  /** Returns how long the slowest took. */
  private static Duration swap(
      MountedConfigMap map, List<RunningCommand> services, int first, int last) {
    Duration longest = Duration.ZERO;
    for (int i = first; i <= last; i++) {
      Supplier<Duration> waited = Clock.system().stopwatch();
      map.swap(text(i));
      for (RunningCommand service : services) {
        String line = "Configuration: client_request_timeout is %dms now".formatted(5000 + i);
        service.awaitLine(line, LIMIT);
      }
      longest = waited.get().compareTo(longest) > 0 ? waited.get() : longest;
    }
    return longest;
  }

  private static void refuse(MountedConfigMap map, List<RunningCommand> services) {
    map.swap("client:\n  request_timeout: 1ms\n  retries: many\n");
    String warning =
        "level=warn Configuration unchanged: %s:3:3: \"many\" (expected: a whole number from 0 to 4)"
            .formatted(map.file());
    for (RunningCommand service : services) {
      service.awaitLine(Pattern.quote(warning), LIMIT);
    }
    throughout(
        LIMIT,
        () ->
            assertThat(services)
                .allSatisfy(
                    service ->
                        assertThat(service.stdout())
                            .containsOnlyOnce("Configuration unchanged")
                            .doesNotContain("client_request_timeout is 1ms now")));
    map.swap(text(SWAPS));
    services.forEach(service -> service.awaitLine("Configuration is good again", LIMIT));
  }

  /** Open files and threads of each. */
  private static List<Long> handles(List<RunningCommand> services) throws IOException {
    List<Long> counts = new ArrayList<>();
    for (RunningCommand service : services) {
      for (String kind : List.of("fd", "task")) {
        try (Stream<Path> all = Files.list(Path.of("/proc/" + service.pid(), kind))) {
          counts.add(all.count());
        }
      }
    }
    return counts;
  }

  private static void tell(
      Duration longest, List<Long> before, List<Long> after, SteadyCalls calls) {
    System.out.printf(
        Locale.ROOT,
        "figure: %d swaps under %d calls: each in effect within %.2f s;"
            + " files and threads of both %s, then %s%n",
        SWAPS,
        calls.created(),
        longest.toMillis() / 1e3,
        before,
        after);
  }

  private static String text(int version) {
    return "client:\n  request_timeout: %dms\n  retries: %d\n"
        .formatted(5000 + version, version % 5);
  }
}
