package shippy.bench.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the user of the benchmark may choose; the defaults are those of {@code make bench}. */
public final class BenchOptions {
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  @Option(names = "--section", split = ",", description = "only these; all by default")
  private List<String> sections = List.of();

  @Option(names = "--before", description = "a checkout with older jars to compare with")
  private Optional<Path> before = Optional.empty();

  @Option(names = "--peers", split = ",", description = "only these; all that are there by default")
  private List<String> peers = List.of();

  @Option(names = "--stores", split = ",", description = "only memory, sqlite or postgres")
  private List<String> stores = List.of();

  @Option(names = "--rounds", defaultValue = "3", description = "runs; medians are told")
  private int rounds;

  @Option(names = "--seconds", defaultValue = "10", description = "of each measured load")
  private double seconds;

  @Option(names = "--creates", defaultValue = "500000", description = "before memory is read")
  private int creates;

  @Option(names = "--report", defaultValue = "target/bench/report.json", description = "the file")
  private Path report = Path.of("report.json");

  /** Where the checkout lies that is measured. */
  public Path root() {
    return Path.of(System.getProperty("shippy.root", ".")).toAbsolutePath().normalize();
  }

  /** Whether the section is asked for. */
  public boolean includes(String section) {
    return sections.isEmpty() || sections.contains(section);
  }

  /** The names that were asked for; none means all. */
  public List<String> sections() {
    return List.copyOf(sections);
  }

  /** Whether the peer is asked for: by the beginning of its name. */
  public boolean includesPeer(String name) {
    return peers.isEmpty() || peers.stream().anyMatch(name::startsWith);
  }

  /** Whether the store is asked for. */
  public boolean includesStore(String name) {
    return stores.isEmpty() || stores.contains(name);
  }

  /** A checkout with older jars, packed. */
  public Optional<Path> before() {
    return before.map(Path::toAbsolutePath);
  }

  /** How often each figure is measured. */
  public int rounds() {
    return rounds;
  }

  /** How long each load is measured. */
  public Duration span() {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  /** How long it lasts before it is measured. */
  public Duration warmUp() {
    return span().compareTo(WARM_UP) < 0 ? span() : WARM_UP;
  }

  /** How many consignments are created before memory is read. */
  public int creates() {
    return creates;
  }

  /** The file of the report. */
  public Path report() {
    return root().resolve(report);
  }

  /** The middle one. */
  public static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
