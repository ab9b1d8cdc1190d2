package shippy.gateway;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import shippy.client.Client;
import shippy.invoke.CallOptions;
import shippy.invoke.Invoker;
import shippy.invoke.Method;
import shippy.platform.Platform;
import shippy.problem.ProblemException;
import shippy.registry.Node;

/**
 * Asks instances how they are: their health, and what their {@code Debug} service tells, which is
 * called by reflection since an instance need not have it. Safe for any thread.
 */
final class Probe implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMillis(800);

  private final Client client;
  private final Invoker invoker;

  Probe(Platform platform) {
    client = Client.of(platform);
    invoker = Invoker.of(platform);
  }

  /** The instances of a service that are registered now. */
  List<Node> nodes(String service) {
    return invoker.nodes(service);
  }

  /** What the instance says; blocks for up to some seconds. */
  Report ask(Node node, boolean forSpans) {
    Health health = health(node);
    if (health == Health.UNREACHABLE) {
      return Report.UNREACHABLE;
    }
    Optional<JsonObject> stats = debug(node, "debug.Debug/Stats");
    Optional<JsonObject> trace =
        forSpans && stats.isPresent() ? debug(node, "debug.Debug/Trace") : Optional.empty();
    return new Report(health, stats, trace.map(json -> spans(node, json)).orElse(List.of()));
  }

  private Health health(Node node) {
    try {
      ServingStatus status =
          HealthGrpc.newBlockingStub(client.direct(node.hostPort()))
              .withDeadlineAfter(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
              .check(HealthCheckRequest.getDefaultInstance())
              .getStatus();
      return status == ServingStatus.SERVING ? Health.SERVING : Health.NOT_SERVING;
    } catch (StatusRuntimeException e) {
      boolean answers = e.getStatus().getCode() == Status.Code.UNIMPLEMENTED;
      return answers ? Health.SERVING : Health.UNREACHABLE;
    }
  }

  private Optional<JsonObject> debug(Node node, String name) {
    try {
      Optional<Method> method = invoker.schema(node.service()).find(name);
      CallOptions options = new CallOptions(Optional.of(node.hostPort()), Map.of(), LIMIT);
      return method.map(m -> JsonBody.parse(invoker.call(m, "{}", options).json()));
    } catch (ProblemException | StatusRuntimeException | HttpFault e) {
      LoggerFactory.getLogger(Probe.class).debug("no figures of {}", node.id(), e);
      return Optional.empty();
    }
  }

  private static List<Span> spans(Node node, JsonObject trace) {
    List<Span> spans = new ArrayList<>();
    if (trace.get("spans") instanceof JsonArray array) {
      for (JsonElement each : array) {
        if (each instanceof JsonObject span) {
          spans.add(span(node, span));
        }
      }
    }
    return spans;
  }

  private static Span span(Node node, JsonObject json) {
    JsonObject metadata =
        json.get("metadata") instanceof JsonObject pairs ? pairs : new JsonObject();
    String status = text(metadata, "status");
    return new Span(
        text(json, "trace"),
        text(json, "id"),
        text(json, "parent"),
        node.id(),
        text(json, "name"),
        number(json, "started") / 1_000,
        number(json, "duration") / 1_000,
        !status.isEmpty() && !status.equals("OK"),
        Math.max(1, number(metadata, "attempt")));
  }

  static String text(JsonObject json, String name) {
    return json.get(name) instanceof JsonPrimitive value ? value.getAsString() : "";
  }

  /** 0 if it is not there or no number; protobuf writes long ones as text. */
  static long number(JsonObject json, String name) {
    String text = text(json, name);
    return text.matches("\\d{1,18}|[1-8]\\d{18}") ? Long.parseLong(text) : 0;
  }

  @Override
  public void close() {
    invoker.close();
    client.close();
  }
}
