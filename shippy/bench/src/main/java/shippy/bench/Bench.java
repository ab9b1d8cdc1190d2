package shippy.bench;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import shippy.bench.http.GatewaySection;
import shippy.bench.load.LoadSection;
import shippy.bench.load.MemorySection;
import shippy.bench.load.StoresSection;
import shippy.bench.micro.MicroSection;
import shippy.bench.report.BenchOptions;
import shippy.bench.report.Report;
import shippy.bench.report.Section;
import shippy.bench.scale.ScaleSection;
import shippy.bench.start.StartSection;

/** Runs the sections, writes the report and prints it as a table. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures shippy beside what it is compared with.")
public final class Bench implements Callable<Integer> {
  /** All sections, in the order in which they run. */
  private static final List<Section> SECTIONS =
      List.of(
          new LoadSection(),
          new MemorySection(),
          new StoresSection(),
          new GatewaySection(),
          new MicroSection(),
          new StartSection(),
          new ScaleSection());

  private final List<Section> sections;

  @Mixin private BenchOptions options = new BenchOptions();

  Bench(List<Section> sections) {
    this.sections = sections;
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench(SECTIONS)).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Report report = new Report();
    try {
      for (Section section : sections) {
        if (options.includes(section.name())) {
          measure(section, report);
        }
      }
    } finally {
      System.out.print(report.table());
    }
    System.err.println("written to " + options.report());
    return 0;
  }

  /** If it fails, what it has measured before is kept. */
  private void measure(Section section, Report report) throws Exception {
    try {
      section.addTo(report, options);
    } finally {
      report.write(options.report());
    }
  }
}
