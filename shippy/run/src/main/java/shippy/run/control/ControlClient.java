package shippy.run.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import shippy.config.Config;
import shippy.config.Secrets;
import shippy.config.Setting;
import shippy.gateway.control.ControlToken;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** Sends orders to one run, over HTTP to its gateway. For one thread. */
final class ControlClient {
  /** For a gateway that wants a token. */
  static final List<Setting<?>> SETTINGS = List.of(ControlToken.TOKEN, ControlToken.FILE);

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Gson GSON = new Gson();

  private final long run;
  private final String url;
  private final Optional<String> token;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  /**
   * A client of a run.
   *
   * @param run its pid
   * @param url of its gateway
   */
  ControlClient(long run, String url, Config config) {
    this.run = run;
    this.url = url;
    this.token = Secrets.password(config, ControlToken.TOKEN, ControlToken.FILE);
  }

  /** A line of a log. */
  record Line(long number, long at, String text) {}

  private record Instances(List<ControlledInstance> instances) {}

  private record Lines(List<Line> lines) {}

  @Override
  public String toString() {
    return "%d (%s)".formatted(run, url);
  }

  long run() {
    return run;
  }

  /** What the run has started. */
  List<ControlledInstance> instances() {
    return send("instances", Optional.empty(), Instances.class).instances();
  }

  /** The lines behind a label after that number. */
  List<Line> logs(String label, long after) {
    String query = "logs?instance=%s&after=%d".formatted(URLEncoder.encode(label, UTF_8), after);
    return send(query, Optional.empty(), Lines.class).lines();
  }

  /** Orders {@code restart} or {@code stop}; returns whom it concerns. */
  List<ControlledInstance> order(String action, String name) {
    return send(action, Optional.of(Map.of("name", name)), Instances.class).instances();
  }

  void scale(String name, int instances) {
    send("scale", Optional.of(Map.of("name", name, "instances", instances)), JsonObject.class);
  }

  private <T> T send(String path, Optional<Map<String, ?>> body, Class<T> answer) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "control/" + path)).timeout(LIMIT);
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    body.ifPresent(
        fields ->
            request
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(GSON.toJson(fields))));
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw refused(response);
      }
      return GSON.fromJson(response.body(), answer);
    } catch (IOException | JsonParseException e) {
      throw Problem.of(
              ExitCode.UNAVAILABLE, "run %s does not answer: %s".formatted(this, e.getMessage()))
          .withFix("shippy stop", "end all runs")
          .toException(e);
    } catch (InterruptedException e) {
      throw Problem.interrupted("waiting for the run", e);
    }
  }

  /** The gateway's words, which say what was expected. */
  private static ProblemException refused(HttpResponse<String> response) {
    JsonObject error = GSON.fromJson(response.body(), JsonObject.class);
    ExitCode code =
        switch (response.statusCode()) {
          case 404 -> ExitCode.UNAVAILABLE;
          case 400, 409 -> ExitCode.USAGE;
          default -> ExitCode.FAILED;
        };
    Problem problem = Problem.of(code, text(error, "detail").orElse(response.body()));
    return text(error, "hint").map(problem::withLikely).orElse(problem).toException();
  }

  private static Optional<String> text(JsonObject error, String field) {
    return Optional.ofNullable(error.get(field)).map(value -> value.getAsString());
  }
}
