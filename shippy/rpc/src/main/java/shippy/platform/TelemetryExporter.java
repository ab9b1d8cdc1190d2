package shippy.platform;

import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import shippy.config.Config;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.telemetry.Resource;

/**
 * Sends what the monitor of a program observes to outside systems; a module on the class path
 * provides it, for {@link ServiceLoader}. Nothing looks for it unless a setting asks for export.
 */
public interface TelemetryExporter {
  /** In the metadata of a node: the {@code host:port} that serves its metrics. */
  String METRICS = "metrics";

  /**
   * Starts what the platform's settings ask for, and hands what is to be ended to {@link
   * Platform#own}.
   *
   * @param who tells whose telemetry it is
   * @return metadata for the node that registers
   * @throws shippy.problem.ProblemException if a setting is malformed or an address cannot be used
   */
  Map<String, String> start(Platform platform, Resource who);

  /** Starts all that there are, if a setting asks for export. */
  static Map<String, String> startAll(Platform platform, Resource who) {
    Config config = platform.config();
    Optional<Setting<String>> asked =
        Stream.of(Settings.TRACE_ENDPOINT, Settings.METRICS_ADDRESS)
            .filter(setting -> config.find(setting).isPresent())
            .findFirst();
    Map<String, String> metadata = new TreeMap<>();
    if (asked.isPresent()) {
      ServiceLoader<TelemetryExporter> all = ServiceLoader.load(TelemetryExporter.class);
      if (all.findFirst().isEmpty()) {
        throw Problem.of(ExitCode.CONFIG, asked.get().flag() + ": this program cannot export")
            .withFix("add the module shippy-telemetry-export to its class path", "")
            .toException();
      }
      all.forEach(exporter -> metadata.putAll(exporter.start(platform, who)));
    }
    return metadata;
  }
}
