package shippy.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.slf4j.LoggerFactory;
import shippy.config.Config;
import shippy.config.Setting;
import shippy.config.Settings;

/**
 * The systems on this machine that take traces, metrics and logs, found by their usual ports, and
 * the settings that send telemetry there. A setting that was given goes before what is found.
 */
final class BackEnds {
  private static final int CONNECT_MILLIS = 200;
  private static final int OTLP = 4317;
  private static final int ZIPKIN = 9411;
  private static final int JAEGER_UI = 16686;
  private static final int FORWARD = 24224;
  private static final String HOST = "127.0.0.1";

  private final Config config;

  private BackEnds(Config config) {
    this.config = config;
  }

  /** Looks for them by connecting to their ports on loopback. */
  static BackEnds find(Config config) {
    return find(config, BackEnds::listens);
  }

  /** The same for ports of which the caller knows. */
  static BackEnds find(Config config, IntPredicate listens) {
    Map<Setting<String>, String> found = new LinkedHashMap<>();
    found.put(Settings.METRICS_ADDRESS, HOST + ":0");
    if (listens.test(FORWARD)) {
      found.put(Settings.LOG_FLUENTD, HOST + ":" + FORWARD);
    }
    if (listens.test(ZIPKIN)) {
      found.put(Settings.TRACE_ENDPOINT, "zipkin://" + HOST + ":" + ZIPKIN);
      found.put(Settings.TRACE_UI, "http://%s:%d/zipkin/traces/{id}".formatted(HOST, ZIPKIN));
    }
    if (listens.test(OTLP)) {
      found.remove(Settings.TRACE_UI); // Zipkin's does not show what goes to another
      found.put(Settings.TRACE_ENDPOINT, "otlp://" + HOST + ":" + OTLP);
    }
    if (listens.test(JAEGER_UI)) {
      found.put(Settings.TRACE_UI, "http://%s:%d/trace/{id}".formatted(HOST, JAEGER_UI));
    }
    Map<String, String> missing = new HashMap<>();
    found.forEach(
        (setting, value) -> {
          if (config.find(setting).isEmpty()) {
            missing.put(setting.name(), value);
          }
        });
    return new BackEnds(config.withDefaults(missing));
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      LoggerFactory.getLogger(BackEnds.class).debug("nothing listens on port {}", port, e);
      return false;
    }
  }

  /** The configuration of the run, with what was found. */
  Config config() {
    return config;
  }

  /**
   * Where to look, a line each.
   *
   * @param gateway its URL, with a slash at the end
   */
  String text(String gateway) {
    return "%nSeen from outside:%n".formatted()
        + row("traces", "sent to ", Settings.TRACE_ENDPOINT, "OTLP on 4317, Zipkin on 9411")
        + row("", "look at ", Settings.TRACE_UI, "Jaeger on 16686, Zipkin on 9411")
        + row("logs", "sent to ", Settings.LOG_FLUENTD, "Fluentd on 24224")
        + "  metrics  %sprometheus/targets%n".formatted(gateway)
        + "           for Prometheus: shippy prometheus%n".formatted();
  }

  private String row(String what, String verb, Setting<String> setting, String expected) {
    Optional<String> value = config.find(setting);
    String text = value.map(verb::concat).orElse("nowhere: looked for " + expected);
    return what.isEmpty() && value.isEmpty() ? "" : "  %-7s  %s%n".formatted(what, text);
  }
}
