package shippy.telemetry.export.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;
import shippy.telemetry.Resource;

class TraceEndpointTest {
  @ParameterizedTest
  @CsvSource({
    "otlp://collector, otlp://collector:4317",
    "OTLP://127.0.0.1:14317/, otlp://127.0.0.1:14317",
    "otlp+http://[::1], otlp+http://[::1]:4318",
    "otlp+http://h:1, otlp+http://h:1",
    "zipkin://localhost, zipkin://localhost:9411",
    "zipkin://[::1]:9, zipkin://[::1]:9"
  })
  void port_is_that_of_the_protocol_unless_given(String text, String read) {
    assertThat(TraceEndpoint.parse(text, IllegalStateException::new)).hasToString(read);
  }

  @Test
  void address_of_ipv6_is_a_host_for_grpc_too() {
    assertThatCode(() -> start("otlp://[::1]:4317")).doesNotThrowAnyException();
  }

  @Test
  void host_that_grpc_cannot_look_up_is_refused() {
    assertThatThrownBy(() -> start("otlp://otel_collector:4317"))
        .isInstanceOf(ProblemException.class)
        .hasMessageEndingWith("(expected: a host that gRPC can look up)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "127.0.0.1:4317",
        "http://h:4318",
        "otlp:h:4317",
        "otlp://",
        "otlp:// ",
        "otlp://h:0",
        "otlp://h:70000",
        "otlp://h:4317:1",
        "otlp://0.0.0.0:4317",
        "otlp://user@h:4317",
        "otlp://${HOST}:4317",
        "zipkin://${HOST}:9411",
        "zipkin://a b:9411",
        "otlp_http://h:4318",
        "otlp+http://h:4318/v1/traces",
        "zipkin://h:9411/api/v2/spans"
      })
  void any_other_form_is_refused_with_those_there_are(String text) {
    assertThatThrownBy(() -> start(text))
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            "--trace_endpoint: \"%s\" (expected: otlp://host:4317, otlp+http://host:4318 or"
                    .formatted(text)
                + " zipkin://host:9411)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jaeger+http://h:14268/api/traces",
        "jaeger://h",
        "http://h:14268/api/traces",
        "otlp+http://h:14268"
      })
  void old_address_of_jaeger_is_refused_with_the_one_of_today(String text) {
    assertThatThrownBy(() -> start(text))
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            "--trace_endpoint: \"%s\" (expected: otlp://host:4317, which Jaeger takes; its port"
                    .formatted(text)
                + " 14268 takes Thrift alone)");
  }

  @Test
  void malformed_variable_is_a_bad_configuration() {
    Config config = Config.of(Map.of("registry", "memory"), Map.of("MICRO_TRACE_ENDPOINT", "x"));
    try (Platform platform = Platform.open(config)) {
      assertThatThrownBy(() -> platform.export(new Resource("s", "s-1", "1")))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem().code()).isEqualTo(ExitCode.CONFIG));
    }
  }

  private static void start(String endpoint) {
    Config config = Config.of(Map.of("registry", "memory", "trace_endpoint", endpoint), Map.of());
    try (Platform platform = Platform.open(config)) {
      platform.export(new Resource("s", "s-1", "1"));
    }
  }
}
