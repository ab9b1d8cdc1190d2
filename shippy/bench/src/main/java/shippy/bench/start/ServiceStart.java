package shippy.bench.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import shippy.bench.report.Figures;
import shippy.clock.Clock;

/** The command line of a service, which can be started any number of times. */
public record ServiceStart(String service, List<String> command) {
  private static final Pattern SERVICE = Pattern.compile("/([a-z]+)-service\\.jar");

  /** How long a start took. */
  public record Took(double wallSeconds, double processorSeconds) {}

  /** Those that run below this process. */
  static List<ServiceStart> running() {
    return ProcessHandle.current()
        .descendants()
        .flatMap(process -> of(process.pid()))
        .distinct()
        .toList();
  }

  private static Stream<ServiceStart> of(long pid) {
    try {
      String line = Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"));
      List<String> words = List.of(line.split("\0"));
      Matcher service = SERVICE.matcher(line);
      boolean one = words.indexOf("-jar") > 0 && !line.contains("shippy.jar") && service.find();
      return one ? Stream.of(new ServiceStart(service.group(1), words)) : Stream.empty();
    } catch (IOException e) {
      return Stream.empty(); // it has ended
    }
  }

  /** Starts it and adds the time, wall and processor, until it is bound and registered. */
  void measure(String who, Figures figures) throws IOException {
    Took took = run();
    figures.add(service + " registered", who, "wall", took.wallSeconds(), "s");
    figures.add(service + " registered", who, "processor", took.processorSeconds(), "s");
  }

  /** Starts it, and kills it once it is bound and registered. */
  public Took run() throws IOException {
    long start = Clock.system().nanoTime();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      while (line != null && !line.contains("Registered node")) {
        line = lines.readLine();
      }
      double wall = (Clock.system().nanoTime() - start) / 1e9;
      Duration processor = process.info().totalCpuDuration().orElse(Duration.ZERO);
      if (line == null) {
        throw new IllegalStateException(String.join(" ", command) + ": has ended");
      }
      return new Took(wall, processor.toNanos() / 1e9);
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }
}
