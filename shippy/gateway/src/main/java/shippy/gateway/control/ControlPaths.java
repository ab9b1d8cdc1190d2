package shippy.gateway.control;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import shippy.gateway.call.JsonBody;
import shippy.gateway.http.HostOriginFilter;
import shippy.gateway.http.HttpExchange;
import shippy.gateway.http.HttpFault;
import shippy.gateway.http.TextResponse;

/**
 * {@code GET /control/instances}, {@code GET /control/logs?instance=&after=}, and {@code POST
 * /control/kill}, {@code restart}, {@code scale} and {@code stop} with JSON. A name is that of a
 * program or a service (its last part will do), a label, a node id, or the beginning of an id. The
 * log of an instance that is gone is found by its label.
 *
 * @param control of a run; empty if there is none
 * @param token that requests must carry, if there is one
 * @param local whether only this machine reaches the gateway
 * @param settings of the run, which its instances share
 */
public record ControlPaths(
    Optional<InstanceControl> control,
    Optional<ControlToken> token,
    boolean local,
    List<SettingValue> settings) {
  private static final Set<String> PATHS =
      Set.of("instances", "logs", "kill", "restart", "scale", "stop");
  private static final int MOST_INSTANCES = 100;

  private record Instances(List<InstanceControl.Started> instances) {}

  private record Run(List<InstanceControl.Started> instances, List<SettingValue> settings) {}

  private record Line(long number, long at, String text) {}

  private record Lines(String instance, List<Line> lines) {}

  /** Whether the path is one of these. */
  public static boolean suits(List<String> path) {
    return path.size() == 2 && path.get(0).equals("control") && PATHS.contains(path.get(1));
  }

  /** For the page: {@code none}, {@code closed}, {@code token} or {@code open}. */
  public String access() {
    if (control.isEmpty()) {
      return "none";
    }
    return token.isPresent() ? "token" : local ? "open" : "closed";
  }

  public void handle(HttpExchange in) throws IOException {
    InstanceControl run = admitted(in);
    String action = in.path().get(1);
    boolean reads = action.equals("instances") || action.equals("logs");
    in.requireMethod(reads ? "GET" : "POST");
    in.answerHeaders().set("Cache-Control", "no-store");
    switch (action) {
      case "instances" -> in.answer(TextResponse.json(200, new Run(run.instances(), settings)));
      case "logs" -> logs(in, run);
      case "scale" -> scale(in, run);
      default -> order(in, run, action);
    }
  }

  /** An order ends processes, and lines of a log may be confidential: both need the same right. */
  private InstanceControl admitted(HttpExchange in) {
    if (control.isEmpty()) {
      throw HttpFault.of(404, "/control: this gateway started no instances")
          .hint("'shippy run' starts instances and a gateway that controls them");
    }
    if (token.isEmpty()) {
      HostOriginFilter.requireSameOrigin(in); // also if pages of other sites may call
      if (!local) {
        throw HttpFault.of(403, "/control: no token (expected: one, beyond loopback)")
            .hint("start with --api_token_file=FILE, or listen on 127.0.0.1");
      }
    } else if (!token.get().matches(in.header("Authorization").orElse(""))) {
      in.answerHeaders().set("WWW-Authenticate", "Bearer");
      throw HttpFault.of(401, "Authorization: not the token (expected: Bearer and the token)")
          .hint("the token is in the file of --api_token_file");
    }
    return control.get();
  }

  private void logs(HttpExchange in, InstanceControl run) {
    String name = value(in, "instance").orElse("");
    String after = value(in, "after").orElse("0");
    if (!after.matches("\\d{1,18}")) {
      throw HttpFault.of(400, "after: \"%s\" (expected: number of a line)".formatted(after));
    }
    long number = Long.parseLong(after);
    List<Line> lines =
        run
            .logs(name, number)
            .or(() -> run.logs(single(run, name).label(), number))
            .orElse(List.of())
            .stream()
            .map(line -> new Line(line.number(), line.at().toEpochMilli(), line.text()))
            .toList();
    in.answer(TextResponse.json(200, new Lines(name, lines)));
  }

  private void scale(HttpExchange in, InstanceControl run) {
    JsonObject body = JsonBody.parse(in.bodyText());
    String name = name(body);
    Optional<Integer> count =
        Optional.ofNullable(body.get("instances"))
            .map(JsonElement::toString)
            .filter(text -> text.matches("\\d{1,3}"))
            .map(Integer::valueOf)
            .filter(n -> n <= MOST_INSTANCES);
    if (count.isEmpty()) {
      throw HttpFault.of(
          400, "instances: %s (expected: 0-%d)".formatted(body.get("instances"), MOST_INSTANCES));
    }
    List<InstanceControl.Started> all = run.instances();
    String program =
        all.stream()
            .filter(one -> one.service().equals(name) || one.service().endsWith("." + name))
            .map(InstanceControl.Started::program)
            .findFirst()
            .orElse(name);
    if (!run.scale(program, count.get())) {
      throw unknown(name, all);
    }
    in.answer(TextResponse.json(200, Map.of("program", program, "instances", count.get())));
  }

  private void order(HttpExchange in, InstanceControl run, String action) {
    String name = name(JsonBody.parse(in.bodyText()));
    List<InstanceControl.Started> meant =
        action.equals("kill") ? List.of(single(run, name)) : named(run.instances(), name);
    List<String> ids = meant.stream().map(InstanceControl.Started::id).toList();
    switch (action) {
      case "kill" -> run.kill(ids.get(0));
      case "restart" -> run.restart(ids);
      default -> run.stop(ids);
    }
    in.answer(TextResponse.json(200, new Instances(meant)));
  }

  private static Optional<String> value(HttpExchange in, String name) {
    return Optional.ofNullable(in.query().values().get(name)).map(values -> values.get(0));
  }

  private static String name(JsonObject body) {
    JsonElement name = body.get("name");
    if (name instanceof JsonPrimitive text && text.isString() && !text.getAsString().isEmpty()) {
      return text.getAsString();
    }
    throw HttpFault.of(
        400, "name: %s (expected: a program, a service or an instance)".formatted(name));
  }

  private static InstanceControl.Started single(InstanceControl run, String name) {
    return only(named(run.instances(), name), name);
  }

  private static InstanceControl.Started only(List<InstanceControl.Started> meant, String name) {
    if (meant.size() > 1) {
      String ids = String.join(", ", meant.stream().map(InstanceControl.Started::id).toList());
      throw HttpFault.of(409, "%s: %d instances (expected: one)".formatted(name, meant.size()))
          .hint("one of " + ids);
    }
    return meant.get(0);
  }

  private static List<InstanceControl.Started> named(
      List<InstanceControl.Started> all, String name) {
    Stream<Predicate<InstanceControl.Started>> ways =
        Stream.of(
            one -> one.id().equals(name) || (one.service() + "-" + one.id()).equals(name),
            one -> one.program().equals(name) || one.service().equals(name),
            one -> one.label().equals(name) || one.service().endsWith("." + name));
    return ways.map(way -> all.stream().filter(way).toList())
        .filter(meant -> !meant.isEmpty())
        .findFirst()
        .orElseGet(() -> List.of(beginning(all, name)));
  }

  private static InstanceControl.Started beginning(
      List<InstanceControl.Started> all, String beginning) {
    List<InstanceControl.Started> meant =
        all.stream().filter(one -> !beginning.isEmpty() && one.id().startsWith(beginning)).toList();
    if (meant.isEmpty()) {
      throw unknown(beginning, all);
    }
    return only(meant, beginning);
  }

  private static HttpFault unknown(String name, List<InstanceControl.Started> all) {
    List<String> programs = all.stream().map(InstanceControl.Started::program).distinct().toList();
    return HttpFault.of(
        404,
        "\"%s\": the run has none of that name (expected: %s, or an id)"
            .formatted(name, String.join(", ", programs)));
  }
}
