package shippy.telemetry.export;

import java.util.List;
import java.util.Map;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.platform.Platform;
import shippy.platform.TelemetryExporter;
import shippy.telemetry.Resource;
import shippy.telemetry.export.metrics.MetricsExport;
import shippy.telemetry.export.trace.TraceExport;

/** What this module exports. Stateless. */
public final class TelemetryExport implements TelemetryExporter {
  @Override
  public Map<String, String> start(Platform platform, Resource who, List<Setting<String>> wanted) {
    TraceExport.start(platform, who);
    return wanted.contains(Settings.METRICS_ADDRESS)
        ? MetricsExport.start(platform, who)
        : Map.of();
  }
}
