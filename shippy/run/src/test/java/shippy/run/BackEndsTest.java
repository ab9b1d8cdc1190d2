package shippy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import shippy.config.Config;
import shippy.config.Settings;

class BackEndsTest {
  private static BackEnds found(Map<String, String> env, Integer... ports) {
    return BackEnds.find(Config.of(Map.of(), env), Set.of(ports)::contains);
  }

  @Test
  void jaeger_goes_before_zipkin() {
    BackEnds all = found(Map.of(), 4317, 9411, 16686, 24224);
    assertThat(all.text("http://127.0.0.1:8080/"))
        .isEqualTo(
            """

            Seen from outside:
              traces   sent to otlp://127.0.0.1:4317
                       look at http://127.0.0.1:16686/trace/{id}
              logs     sent to 127.0.0.1:24224
              metrics  http://127.0.0.1:8080/prometheus/targets
                       for Prometheus: shippy prometheus
            """);
    assertThat(all.config().get(Settings.METRICS_ADDRESS)).isEqualTo("127.0.0.1:0");
  }

  @Test
  void zipkin_alone_is_used() {
    Config config = found(Map.of(), 9411).config();
    assertThat(config.get(Settings.TRACE_ENDPOINT)).isEqualTo("zipkin://127.0.0.1:9411");
    assertThat(config.get(Settings.TRACE_UI)).isEqualTo("http://127.0.0.1:9411/zipkin/traces/{id}");
  }

  @Test
  void page_of_zipkin_is_not_for_traces_that_go_elsewhere() {
    Config config = found(Map.of(), 4317, 9411).config();
    assertThat(config.get(Settings.TRACE_ENDPOINT)).isEqualTo("otlp://127.0.0.1:4317");
    assertThat(config.find(Settings.TRACE_UI)).isEmpty();
  }

  @Test
  void nothing_found_is_said_with_what_was_looked_for() {
    BackEnds none = found(Map.of());
    assertThat(none.text("http://127.0.0.1:8080/"))
        .contains("  traces   nowhere: looked for OTLP on 4317, Zipkin on 9411\n")
        .contains("  logs     nowhere: looked for Fluentd on 24224\n")
        .doesNotContain("look at");
    assertThat(none.config().find(Settings.TRACE_ENDPOINT)).isEmpty();
  }

  @Test
  void what_was_set_stays() {
    Map<String, String> env =
        Map.of(
            "MICRO_TRACE_ENDPOINT", "zipkin://there:1", "MICRO_METRICS_ADDRESS", "127.0.0.1:9091");
    Config config = found(env, 4317, 9411).config();
    assertThat(config.get(Settings.TRACE_ENDPOINT)).isEqualTo("zipkin://there:1");
    assertThat(config.get(Settings.METRICS_ADDRESS)).isEqualTo("127.0.0.1:9091");
  }
}
