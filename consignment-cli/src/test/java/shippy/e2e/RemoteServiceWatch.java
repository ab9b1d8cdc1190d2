package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.Registry;
import shippy.registry.Snapshot;
import shippy.testkit.CommandHarness;
import shippy.testkit.RunningCommand;

/**
 * Watches both services in a process of its own, for a host that this process is not on. It ends
 * with its sandbox. Not for several threads.
 */
final class RemoteServiceWatch {
  static final String VESSEL = "shippy.service.vessel";
  static final String CONSIGNMENT = "shippy.service.consignment";

  private final RunningCommand process;

  /** Uses the registry of the sandbox, unless the arguments say another. */
  RemoteServiceWatch(Sandbox sandbox, String... args) {
    process =
        sandbox
            .program(CommandHarness.mainBeside(Sandbox.CLI, RemoteServiceWatch.class))
            .start(args);
  }

  /** Prints a line for each change: the service and how many instances there are. */
  public static void main(String[] args) throws InterruptedException {
    try (Registry registry = Registry.open(Config.load(args))) {
      for (String service : List.of(VESSEL, CONSIGNMENT)) {
        registry.watch(service, seen -> System.out.println(service + " " + count(seen)));
      }
      new CountDownLatch(1).await();
    }
  }

  private static String count(Snapshot seen) {
    return seen instanceof Snapshot.Nodes set ? Integer.toString(set.nodes().size()) : "unknown";
  }

  /** Waits until it sees so many instances, and prints how long that took. */
  void awaitCount(String service, int count, Duration limit, String figure) {
    Supplier<Duration> taken = Clock.system().stopwatch();
    eventually(limit, () -> assertThat(last(service)).isEqualTo(Integer.toString(count)));
    System.out.printf(
        Locale.ROOT,
        "figure: %s: %.1f s (limit %d s)%n",
        figure,
        taken.get().toMillis() / 1e3,
        limit.toSeconds());
  }

  /** What it saw last: a number, {@code unknown} while the registry is away, or nothing yet. */
  String last(String service) {
    return process
        .stdout()
        .lines()
        .filter(line -> line.startsWith(service + " "))
        .reduce("", (earlier, later) -> later.substring(service.length() + 1));
  }
}
