package shippy.tool;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.process.RunFile;

/** {@code shippy prometheus}. */
@Command(
    name = "prometheus",
    description = {
      "Print a configuration for Prometheus. It scrapes every instance that was started with"
          + " --metrics_address; the gateway tells where they are, so one that is added is scraped"
          + " within seconds.",
      "Without --gateway it names the gateways of what 'shippy run' started."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy prometheus > prometheus.yml                a configuration",
      "  prometheus --config.file=prometheus.yml           runs with it",
      "  curl http://127.0.0.1:8080/prometheus/targets     what it will be told"
    })
final class PrometheusCommand implements Action {
  private static final String DEFAULT = "http://127.0.0.1:8080/";
  private static final Pattern URL =
      Pattern.compile("https?://([\\w.-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?(/[\\w./~-]*)?");
  private static final String EVERY = "5s";

  @Option(
      names = "--gateway",
      paramLabel = "URL",
      description = "of 'shippy api' or 'shippy run' (http://127.0.0.1:8080)")
  private Optional<String> gateway = Optional.empty();

  @Override
  public ExitCode run(Invocation call) {
    Collection<String> found =
        gateway.<Collection<String>>map(List::of).orElseGet(() -> started(call));
    Collection<String> gateways = found.isEmpty() ? List.of(DEFAULT) : found;
    call.output()
        .show(new ScrapeConfig(gateways.stream().map(PrometheusCommand::targets).toList()));
    return ExitCode.OK;
  }

  private static Collection<String> started(Invocation call) {
    try {
      return RunFile.controls(call.io().env()).values();
    } catch (IOException e) {
      throw Problem.of(ExitCode.FAILED, "cannot read what runs: " + e.getMessage()).toException(e);
    }
  }

  private static String targets(String gateway) {
    if (!URL.matcher(gateway).matches()) {
      throw Problem.of(
              ExitCode.USAGE,
              "--gateway: \"%s\" (expected: a URL, such as %s)".formatted(gateway, DEFAULT))
          .toException();
    }
    return gateway + (gateway.endsWith("/") ? "" : "/") + "prometheus/targets";
  }

  /** What Prometheus reads. */
  private record ScrapeConfig(List<String> targets) implements View {
    @Override
    public void text(Text text) {
      text.line("scrape_configs:");
      text.line("  - job_name: shippy");
      text.line("    scrape_interval: " + EVERY);
      text.line("    http_sd_configs:");
      for (String one : targets) {
        text.line("      - url: '" + one + "'");
        text.line("        refresh_interval: " + EVERY);
      }
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeArrayFieldStart("scrape_configs");
      json.writeStartObject();
      json.writeStringField("job_name", "shippy");
      json.writeStringField("scrape_interval", EVERY);
      json.writeArrayFieldStart("http_sd_configs");
      for (String one : targets) {
        json.writeStartObject();
        json.writeStringField("url", one);
        json.writeStringField("refresh_interval", EVERY);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    }
  }
}
