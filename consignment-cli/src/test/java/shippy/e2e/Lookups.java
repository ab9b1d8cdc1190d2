package shippy.e2e;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.Snapshot;
import shippy.testkit.CommandHarness;

/** Looks for the vessel service as programs do that have just started. */
final class Lookups {
  private static final int COUNT = 10;

  /**
   * What one of them found.
   *
   * @param address {@code nothing} if nothing came within the limit
   */
  record Found(String address, Duration after) {
    static Found parse(String line) {
      int blank = line.indexOf(' ');
      long millis = Long.parseLong(line.substring(blank + 1));
      return new Found(line.substring(0, blank), Duration.ofMillis(millis));
    }
  }

  private Lookups() {}

  /** Ten of them in a process of the sandbox, one after the other, each with a new registry. */
  static List<Found> ten(Sandbox sandbox, Duration limit, String... args) {
    CommandHarness program =
        sandbox
            .program(CommandHarness.mainBeside(Sandbox.CLI, Lookups.class))
            .env("LOOKUP_LIMIT", limit.toString())
            .timeout(limit.multipliedBy(COUNT).plus(Sandbox.START));
    CommandHarness.Result result = program.run(args);
    if (result.exitCode() != 0) {
      throw new AssertionError(result.toString());
    }
    return result.stdout().lines().map(Found::parse).toList();
  }

  /** Prints a line for each: the address and the time in milliseconds. */
  public static void main(String[] args) throws InterruptedException {
    Duration limit = Duration.parse(System.getenv().getOrDefault("LOOKUP_LIMIT", ""));
    for (int i = 0; i < COUNT; i++) {
      try (Registry registry = Registry.open(Config.load(args))) {
        Supplier<Duration> taken = Clock.system().stopwatch();
        BlockingQueue<Node> found = new LinkedBlockingQueue<>();
        registry.watch(RemoteServiceWatch.VESSEL, seen -> found.addAll(nodes(seen)));
        @Nullable Node first = found.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        String address = first == null ? "nothing" : first.address();
        System.out.println(address + " " + taken.get().toMillis());
      }
    }
  }

  private static List<Node> nodes(Snapshot seen) {
    return seen instanceof Snapshot.Nodes set ? set.nodes() : List.of();
  }
}
