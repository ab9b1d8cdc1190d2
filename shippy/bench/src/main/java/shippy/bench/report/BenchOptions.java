package shippy.bench.report;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the user of the benchmark may choose; the defaults are those of {@code make bench}. */
public final class BenchOptions {
  @Option(names = "--section", split = ",", description = "only these; all by default")
  private List<String> sections = List.of();

  @Option(names = "--before", description = "a checkout with older jars to compare with")
  private Optional<Path> before = Optional.empty();

  @Option(names = "--rounds", defaultValue = "3", description = "runs; medians are told")
  private int rounds;

  @Option(names = "--seconds", defaultValue = "10", description = "of each measured load")
  private int seconds;

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

  /** A checkout with older jars, packed. */
  public Optional<Path> before() {
    return before.map(Path::toAbsolutePath);
  }

  /** How often each figure is measured. */
  public int rounds() {
    return rounds;
  }

  /** How long each load is measured. */
  public int seconds() {
    return seconds;
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
