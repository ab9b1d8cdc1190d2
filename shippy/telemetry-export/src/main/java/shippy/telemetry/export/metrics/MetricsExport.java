package shippy.telemetry.export.metrics;

import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.platform.Platform;
import shippy.platform.TelemetryExporter;
import shippy.service.Addresses;
import shippy.telemetry.Resource;

/** Serves {@code /metrics} to Prometheus, at {@code --metrics_address}. Stateless. */
public final class MetricsExport {
  private MetricsExport() {}

  /**
   * Begins to count the calls of the platform, and to serve until it is closed.
   *
   * @return metadata for the node: where others reach it; empty if no setting asks for it
   * @throws shippy.problem.ProblemException if it cannot listen there
   */
  public static Map<String, String> start(Platform platform, Resource who) {
    Config config = platform.config();
    if (config.find(Settings.METRICS_ADDRESS).isEmpty()) {
      return Map.of();
    }
    PrometheusRegistry metrics = metrics(platform, who);
    ScrapeServer server =
        platform.own(
            ScrapeServer.start(
                Addresses.listen(config, Settings.METRICS_ADDRESS), config, metrics));
    return Map.of(
        TelemetryExporter.METRICS, Addresses.reachable(config, server.address()).toString());
  }

  private static PrometheusRegistry metrics(Platform platform, Resource who) {
    PrometheusRegistry metrics = new PrometheusRegistry();
    Info.builder()
        .name("target_info")
        .help("Who this is, as OpenTelemetry's resource has it.")
        .labelNames("service_instance_id", "service_name", "service_version")
        .register(metrics)
        .setLabelValues(who.instance(), who.service(), who.version());
    JvmInstruments.register(metrics);
    metrics.register(new InstrumentCollector(JvmInstruments::all));
    metrics.register(new InstrumentCollector(platform.monitor()::instruments));
    platform.monitor().recordCalls(new GrpcMetrics(metrics));
    return metrics;
  }
}
