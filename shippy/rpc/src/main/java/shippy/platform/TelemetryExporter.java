package shippy.platform;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import shippy.config.Config;
import shippy.config.Setting;
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
   * @param wanted the settings that this program has; others are not for it
   * @return metadata for the node that registers
   * @throws shippy.problem.ProblemException if a setting is malformed or an address cannot be used
   */
  Map<String, String> start(Platform platform, Resource who, List<Setting<String>> wanted);

  /** Starts all that there are, if one of the wanted settings asks for export. */
  static Map<String, String> startAll(
      Platform platform, Resource who, List<Setting<String>> wanted) {
    Config config = platform.config();
    Optional<Setting<String>> asked =
        wanted.stream().filter(setting -> config.find(setting).isPresent()).findFirst();
    Map<String, String> metadata = new TreeMap<>();
    if (asked.isPresent()) {
      ServiceLoader<TelemetryExporter> all = ServiceLoader.load(TelemetryExporter.class);
      if (all.findFirst().isEmpty()) {
        throw Problem.of(ExitCode.CONFIG, asked.get().flag() + ": this program cannot export")
            .withFix("add the module shippy-telemetry-export to its class path", "")
            .toException();
      }
      all.forEach(exporter -> metadata.putAll(exporter.start(platform, who, wanted)));
    }
    return metadata;
  }
}
