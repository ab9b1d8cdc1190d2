package shippy.gateway.status;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import shippy.clock.Clock;
import shippy.proto.debug.StatsResponse;
import shippy.registry.Node;
import shippy.stats.CounterRates;
import shippy.telemetry.Monitor;

/** Puts what was seen into the JSON that the page draws. One thread. */
final class StatusBuilder {
  private final Clock clock;
  private final Monitor monitor;
  private final CounterRates rates;

  /**
   * A state to be.
   *
   * @param monitor of this process
   */
  StatusBuilder(Clock clock, Monitor monitor) {
    this.clock = clock;
    this.monitor = monitor;
    this.rates = new CounterRates(clock);
  }

  /**
   * The state of all.
   *
   * @param began when the look did that all this is from
   */
  JsonObject json(JsonObject registry, InstanceHistory history, Instant began) {
    List<InstanceHistory.Seen> all = history.all();
    JsonObject json = new JsonObject();
    json.addProperty("at", clock.now().toEpochMilli());
    json.add("registry", registry);
    json.add("services", services(all));
    json.add("edges", edges(all, history));
    json.add("traces", new Traces(began).json(spans(all)));
    rates.looked();
    return json;
  }

  private JsonArray services(List<InstanceHistory.Seen> all) {
    Map<String, JsonArray> byName = new TreeMap<>();
    for (InstanceHistory.Seen one : all) {
      byName.computeIfAbsent(one.node().service(), name -> new JsonArray()).add(node(one));
    }
    JsonArray services = new JsonArray();
    byName.forEach(
        (name, nodes) -> {
          JsonObject service = new JsonObject();
          service.addProperty("name", name);
          service.add("nodes", nodes);
          services.add(service);
        });
    return services;
  }

  private JsonObject node(InstanceHistory.Seen one) {
    Node node = one.node();
    JsonObject json = new JsonObject();
    json.addProperty("id", node.id());
    json.addProperty("short", node.shortId());
    json.addProperty("address", node.address());
    json.addProperty("version", node.version());
    json.addProperty("state", one.health().word());
    json.addProperty("since_ms", one.since().toMillis());
    one.report().stats().ifPresent(stats -> addFigures(json, node.id(), stats));
    return json;
  }

  private void addFigures(JsonObject json, String id, StatsResponse stats) {
    addGrowth(json, id, stats.getRequests(), stats.getErrors());
    json.addProperty("p50_us", stats.getP50Us());
    json.addProperty("p99_us", stats.getP99Us());
    json.addProperty("memory", stats.getMemory());
    json.addProperty("uptime_s", stats.getUptime());
  }

  /** How often the instance at an address was called since the caller's start. */
  private record CallCounts(String address, long calls, long errors) {
    CallCounts plus(CallCounts other) {
      return new CallCounts(address, calls + other.calls, errors + other.errors);
    }
  }

  private JsonArray edges(List<InstanceHistory.Seen> all, InstanceHistory history) {
    JsonArray edges = new JsonArray();
    Stream<CallCounts> own =
        monitor.called().stream()
            .map(c -> new CallCounts(c.address(), c.counted().requests(), c.counted().errors()));
    addEdges(edges, TraceSpan.GATEWAY, own, history);
    for (InstanceHistory.Seen one : all) {
      Stream<CallCounts> called =
          one.report().stats().stream()
              .flatMap(stats -> stats.getCalleesList().stream())
              .map(c -> new CallCounts(c.getAddress(), c.getRequests(), c.getErrors()));
      addEdges(edges, one.node().id(), called, history);
    }
    return edges;
  }

  /** An instance may be called by its service's name and by its address: one edge. */
  private void addEdges(
      JsonArray edges, String from, Stream<CallCounts> called, InstanceHistory history) {
    Map<String, CallCounts> byNode = new LinkedHashMap<>();
    called.forEach(
        one ->
            history
                .at(one.address())
                .ifPresent(to -> byNode.merge(to.id(), one, CallCounts::plus)));
    byNode.forEach((to, one) -> edges.add(edge(from, to, one.calls(), one.errors())));
  }

  private JsonObject edge(String from, String to, long calls, long errors) {
    JsonObject json = new JsonObject();
    json.addProperty("from", from);
    json.addProperty("to", to);
    addGrowth(json, from + " " + to, calls, errors);
    return json;
  }

  private void addGrowth(JsonObject json, String name, long calls, long errors) {
    Optional<CounterRates.Growth> growth = rates.of(name, calls, errors);
    double rate = growth.map(CounterRates.Growth::callsPerSecond).orElse(0.0);
    json.addProperty("rate", Math.round(rate * 10) / 10.0);
    json.addProperty("errors", growth.map(CounterRates.Growth::errors).orElse(0L));
  }

  private Stream<TraceSpan> spans(List<InstanceHistory.Seen> all) {
    return Stream.concat(
        monitor.spans().stream().map(span -> TraceSpan.of(span, clock)),
        all.stream().flatMap(one -> one.report().spans().stream()));
  }
}
