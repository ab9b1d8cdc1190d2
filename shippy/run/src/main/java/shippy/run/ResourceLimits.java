package shippy.run;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import shippy.process.ProcessLimits;
import shippy.process.Program;

/** What each instance may take: {@code --cpus=0.5 --memory=100m}, as {@code docker run} has it. */
final class ResourceLimits {
  private static final Pattern CPUS = Pattern.compile("\\d{1,4}(\\.\\d{1,3})?");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,12})([bkmg]?)");
  private static final Map<String, Long> UNITS =
      Map.of("", 1L, "b", 1L, "k", 1L << 10, "m", 1L << 20, "g", 1L << 30);
  private static final double LEAST_CPUS = 0.01; // of Linux

  private ResourceLimits() {}

  /** The programs with limits for some or all. */
  static List<Program> apply(List<String> cpus, List<String> memory, List<Program> programs) {
    Map<String, Double> cpusByKind =
        PerService.values("--cpus", cpus, programs, ResourceLimits::cpus, "N", "; such as 0.5");
    Map<String, Long> bytesByKind =
        PerService.values(
            "--memory",
            memory,
            programs,
            ResourceLimits::bytes,
            "SIZE",
            "; at least %dm".formatted(ProcessLimits.LEAST_MEMORY_BYTES >> 20));
    return programs.stream()
        .map(
            program ->
                program.limited(
                    new ProcessLimits(
                        Optional.ofNullable(cpusByKind.get(program.kind())),
                        Optional.ofNullable(bytesByKind.get(program.kind())))))
        .toList();
  }

  private static Optional<Double> cpus(String text) {
    return Optional.of(text)
        .filter(t -> CPUS.matcher(t).matches())
        .map(Double::valueOf)
        .filter(cpus -> cpus >= LEAST_CPUS);
  }

  private static Optional<Long> bytes(String text) {
    return Optional.of(BYTES.matcher(text.toLowerCase(Locale.ROOT)))
        .filter(Matcher::matches)
        .map(m -> (long) (Double.parseDouble(m.group(1)) * UNITS.getOrDefault(m.group(2), 1L)))
        .filter(bytes -> bytes >= ProcessLimits.LEAST_MEMORY_BYTES);
  }
}
