package shippy.bench.micro;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import shippy.bench.report.BenchOptions;
import shippy.bench.report.Report;
import shippy.bench.report.Row;
import shippy.bench.report.Section;

/** All JMH benchmarks of this module. */
public final class MicroSection implements Section {
  private static final Map<String, String> BASELINES =
      Map.of("id", "uuid", "readJson", "protobufReadsJson");

  @Override
  public String name() {
    return "micro";
  }

  @Override
  public void addTo(Report report, BenchOptions options) throws RunnerException {
    Map<String, Double> micros = new TreeMap<>();
    for (RunResult result : results(options)) {
      String method = result.getParams().getBenchmark().replaceFirst(".*\\.", "");
      micros.put(method, result.getPrimaryResult().getScore());
    }
    micros.forEach(
        (method, value) -> {
          Row row = Row.of(name(), method, "time", value, "us");
          String baseline = BASELINES.get(method);
          Double other = baseline == null ? null : micros.get(baseline);
          report.add(baseline == null || other == null ? row : row.against(baseline, other));
        });
  }

  private static Collection<RunResult> results(BenchOptions options) throws RunnerException {
    TimeValue span = TimeValue.milliseconds(options.warmUp().toMillis() / 6);
    return new Runner(
            new OptionsBuilder()
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(options.rounds())
                .warmupIterations(4)
                .warmupTime(span)
                .measurementIterations(4)
                .measurementTime(span)
                .verbosity(VerboseMode.SILENT)
                .build())
        .run();
  }
}
