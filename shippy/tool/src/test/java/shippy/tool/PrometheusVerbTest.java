package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;
import shippy.process.RunFile;

/** What 'shippy prometheus' prints; that Prometheus takes it is tested with a real one. */
class PrometheusVerbTest {
  private static final String CONFIG =
      """
      scrape_configs:
        - job_name: shippy
          scrape_interval: 5s
          http_sd_configs:
            - url: 'http://127.0.0.1:8080/prometheus/targets'
              refresh_interval: 5s
      """;

  @TempDir private Path home = Path.of("");
  private Tool tool = new Tool("", Screen.none());

  @BeforeEach
  void live_at_home() {
    tool = new Tool(home.toString(), Screen.none());
  }

  @Test
  void configuration_names_the_gateway_of_the_default_address() {
    assertThat(tool.run("prometheus")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).isEqualTo(CONFIG);
    assertThat(tool.err()).isEmpty();
  }

  @Test
  void configuration_in_json_has_the_same_values() {
    assertThat(tool.run("prometheus", "-o", "json")).isEqualTo(ExitCode.OK);
    assertThat(JsonParser.parseString(tool.out()))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"scrape_configs": [{"job_name": "shippy", "scrape_interval": "5s",
                  "http_sd_configs": [{"url": "http://127.0.0.1:8080/prometheus/targets",
                    "refresh_interval": "5s"}]}]}"""));
  }

  @Test
  void configuration_names_the_gateway_of_what_runs() throws IOException {
    RunFile run = RunFile.mine(java.util.Map.of("HOME", home.toString()));
    run.note(RunFile.RUN, ProcessHandle.current().pid());
    run.noteControl("http://127.0.0.1:18080/");
    assertThat(tool.run("prometheus")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).contains("url: 'http://127.0.0.1:18080/prometheus/targets'");
  }

  @ParameterizedTest
  @CsvSource({
    "http://example:80,     http://example:80/prometheus/targets",
    "https://[::1]:1/shop/, https://[::1]:1/shop/prometheus/targets",
  })
  void gateway_may_be_anywhere(String gateway, String url) {
    assertThat(tool.run("prometheus", "--gateway=" + gateway)).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).contains("url: '" + url + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.0.0.1:8080",
        "ftp://a",
        "http://",
        "http://a b/",
        "http://user:secret@a/",
        "http://a/?x='\nb: 1",
        "http://a/'"
      })
  void what_is_no_url_is_refused(String gateway) {
    assertThat(tool.run("prometheus", "--gateway=" + gateway)).isEqualTo(ExitCode.USAGE);
    assertThat(tool.out()).isEmpty();
    assertThat(tool.err()).contains("--gateway").contains("expected: a URL");
  }
}
