package shippy.bench.report;

/** One part of the benchmark; it ends all processes that it starts. */
public interface Section {
  /** Its name in the report and for {@code --section}. */
  String name();

  /** Measures and adds what it has found. */
  void addTo(Report report, BenchOptions options) throws Exception;
}
