package shippy.gateway;

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
import shippy.stats.Rates;
import shippy.telemetry.Monitor;

/** Puts what was seen into the JSON that the page draws. One thread. */
final class State {
  private final Clock clock;
  private final Monitor monitor;
  private final Rates rates;

  /**
   * A state to be.
   *
   * @param monitor of this process
   */
  State(Clock clock, Monitor monitor) {
    this.clock = clock;
    this.monitor = monitor;
    this.rates = new Rates(clock);
  }

  /**
   * The state of all.
   *
   * @param began when the look did that all this is from
   */
  JsonObject json(JsonObject registry, Sightings sightings, Instant began) {
    List<Sightings.Seen> all = sightings.all();
    JsonObject json = new JsonObject();
    json.addProperty("at", clock.now().toEpochMilli());
    json.add("registry", registry);
    json.add("services", services(all));
    json.add("edges", edges(all, sightings));
    json.add("traces", new Traces(began).json(spans(all)));
    rates.looked();
    return json;
  }

  private JsonArray services(List<Sightings.Seen> all) {
    Map<String, JsonArray> byName = new TreeMap<>();
    for (Sightings.Seen one : all) {
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

  private JsonObject node(Sightings.Seen one) {
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

  private JsonArray edges(List<Sightings.Seen> all, Sightings sightings) {
    JsonArray edges = new JsonArray();
    addEdges(edges, Span.GATEWAY, monitor.called().stream().map(Called::of), sightings);
    for (Sightings.Seen one : all) {
      Stream<Called> called =
          one.report().stats().stream()
              .flatMap(stats -> stats.getCalleesList().stream())
              .map(Called::of);
      addEdges(edges, one.node().id(), called, sightings);
    }
    return edges;
  }

  /** An instance may be called by its service's name and by its address: one edge. */
  private void addEdges(JsonArray edges, String from, Stream<Called> called, Sightings sightings) {
    Map<String, Called> byNode = new LinkedHashMap<>();
    called.forEach(
        one ->
            sightings.at(one.address()).ifPresent(to -> byNode.merge(to.id(), one, Called::plus)));
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
    Optional<Rates.Growth> growth = rates.of(name, calls, errors);
    double rate = growth.map(Rates.Growth::callsPerSecond).orElse(0.0);
    json.addProperty("rate", Math.round(rate * 10) / 10.0);
    json.addProperty("errors", growth.map(Rates.Growth::errors).orElse(0L));
  }

  private Stream<Span> spans(List<Sightings.Seen> all) {
    return Stream.concat(
        monitor.spans().stream().map(span -> Span.of(span, clock)),
        all.stream().flatMap(one -> one.report().spans().stream()));
  }
}
