package shippy.gateway.status;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;
import shippy.proto.debug.StatsResponse;
import shippy.registry.Node;
import shippy.stats.CounterRates;
import shippy.telemetry.Monitor;

/** Builds the status that the page draws from what was seen. One thread. */
final class StatusBuilder {
  private static final int LATEST_TRACES = 20;

  private final Clock clock;
  private final Monitor monitor;
  private final CounterRates rates;
  private final Traces traces = new Traces();

  /**
   * What one look saw.
   *
   * @param kept all traces, of which the status has the latest
   */
  record Built(SystemStatus status, List<SystemStatus.Trace> kept) {}

  /**
   * Builds nothing yet.
   *
   * @param monitor of this process
   */
  StatusBuilder(Clock clock, Monitor monitor) {
    this.clock = clock;
    this.monitor = monitor;
    this.rates = new CounterRates(clock);
  }

  /**
   * The status of everything.
   *
   * @param began when the look began
   */
  Built build(SystemStatus.Registry registry, InstanceHistory history, Instant began) {
    List<InstanceHistory.Seen> all = history.all();
    List<SystemStatus.Trace> kept = traces.look(began, spans(all));
    SystemStatus status =
        new SystemStatus(
            clock.now().toEpochMilli(),
            registry,
            services(all),
            edges(all, history),
            kept.subList(0, Math.min(LATEST_TRACES, kept.size())));
    rates.looked();
    return new Built(status, kept);
  }

  private List<SystemStatus.Service> services(List<InstanceHistory.Seen> all) {
    Map<String, List<SystemStatus.Instance>> byName = new TreeMap<>();
    for (InstanceHistory.Seen one : all) {
      byName.computeIfAbsent(one.node().service(), n -> new ArrayList<>()).add(instance(one));
    }
    return byName.entrySet().stream()
        .map(entry -> new SystemStatus.Service(entry.getKey(), entry.getValue()))
        .toList();
  }

  private SystemStatus.Instance instance(InstanceHistory.Seen one) {
    Node node = one.node();
    @Nullable StatsResponse stats = one.report().stats().orElse(null);
    @Nullable Growth growth =
        stats == null ? null : growth(node.id(), stats.getRequests(), stats.getErrors());
    return new SystemStatus.Instance(
        node.id(),
        node.shortId(),
        node.address(),
        node.version(),
        one.health(),
        one.since().toMillis(),
        growth == null ? null : growth.rate(),
        growth == null ? null : growth.errors(),
        stats == null ? null : stats.getP50Us(),
        stats == null ? null : stats.getP99Us(),
        stats == null ? null : stats.getMemory(),
        stats == null ? null : stats.getUptime());
  }

  /** How often a caller has called the instance at an address since it started. */
  private record CallCounts(String address, long calls, long errors) {
    CallCounts plus(CallCounts other) {
      return new CallCounts(address, calls + other.calls, errors + other.errors);
    }
  }

  private List<SystemStatus.Edge> edges(List<InstanceHistory.Seen> all, InstanceHistory history) {
    List<SystemStatus.Edge> edges = new ArrayList<>();
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

  /** One edge for an instance, whether it is called by its service's name or its address. */
  private void addEdges(
      List<SystemStatus.Edge> edges,
      String from,
      Stream<CallCounts> called,
      InstanceHistory history) {
    Map<String, CallCounts> byNode = new LinkedHashMap<>();
    called.forEach(
        one ->
            history
                .at(one.address())
                .ifPresent(to -> byNode.merge(to.id(), one, CallCounts::plus)));
    byNode.forEach((to, one) -> edges.add(edge(from, to, one.calls(), one.errors())));
  }

  private SystemStatus.Edge edge(String from, String to, long calls, long errors) {
    Growth growth = growth(from + " " + to, calls, errors);
    return new SystemStatus.Edge(from, to, growth.rate(), growth.errors());
  }

  private record Growth(double rate, long errors) {}

  private Growth growth(String name, long calls, long errors) {
    return rates
        .of(name, calls, errors)
        .map(g -> new Growth(Math.round(g.callsPerSecond() * 10) / 10.0, g.errors()))
        .orElse(new Growth(0.0, 0));
  }

  private Stream<TraceSpan> spans(List<InstanceHistory.Seen> all) {
    return Stream.concat(
        monitor.spans().stream().map(span -> TraceSpan.of(span, clock)),
        all.stream().flatMap(one -> one.report().spans().stream()));
  }
}
