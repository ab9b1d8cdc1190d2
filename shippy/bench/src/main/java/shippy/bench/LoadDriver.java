package shippy.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.bench.load.ClosedLoop;
import shippy.bench.load.Creates;
import shippy.bench.load.LoadResult;
import shippy.bench.load.OpenLoop;
import shippy.clock.Clock;

/** Loads a consignment service that runs already. */
@Command(
    name = "LoadDriver",
    mixinStandardHelpOptions = true,
    description = "Creates consignments at a service's address and tells how many and how fast.")
public final class LoadDriver implements Callable<Integer> {
  @Parameters(paramLabel = "HOST:PORT", description = "of the consignment service")
  private String address = "";

  @Option(names = "--callers", defaultValue = "16", description = "one call at a time each")
  private int callers;

  @Option(names = "--rate", description = "calls a second instead, whatever the answers do")
  private Optional<Long> rate = Optional.empty();

  @Option(names = "--connections", defaultValue = "1", description = "default: ${DEFAULT-VALUE}")
  private int connections;

  @Option(names = "--warmup", defaultValue = "0", description = "seconds that are not counted")
  private int warmUp;

  @Option(names = "--seconds", defaultValue = "10", description = "default: ${DEFAULT-VALUE}")
  private int seconds;

  @Option(names = "--calls", description = "so many calls instead of --seconds")
  private Optional<Long> calls = Optional.empty();

  @Option(names = "--vessel", description = "HOST:PORT of the vessel service: adds one without end")
  private Optional<String> vessel = Optional.empty();

  public static void main(String[] args) {
    System.exit(new CommandLine(new LoadDriver()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    vessel.ifPresent(Creates::addVessel);
    try (Creates creates = new Creates(address, connections)) {
      LoadResult result = run(creates);
      System.out.println(result);
      return result.failures() == 0 ? 0 : 1;
    }
  }

  private LoadResult run(Creates creates) throws Exception {
    Clock clock = Clock.system();
    if (rate.isPresent()) {
      Duration span = Duration.ofSeconds(seconds);
      return new OpenLoop(creates, rate.get(), clock)
          .during(span)
          .get(seconds + 30L, TimeUnit.SECONDS);
    }
    ClosedLoop loop = new ClosedLoop(creates, callers, clock);
    return calls.isPresent()
        ? loop.calls(calls.get(), Duration.ofHours(1))
        : loop.during(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
  }
}
