package shippy.dashboard;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.annotations.SerializedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What {@code /events} says at one moment, in the shape that the page reads. */
record StatusEvent(
    long at, Registry registry, List<Service> services, List<Edge> edges, List<Trace> traces) {
  private static final Gson JSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .disableHtmlEscaping()
          .create();
  static final long NOON = 1_795_262_400_000L;

  record Registry(String kind, String location, int members, int alive, long ageMs) {}

  record Service(String name, List<Node> nodes) {}

  record Node(
      String id,
      @SerializedName("short") String label,
      String address,
      String version,
      String state,
      long sinceMs,
      @Nullable Double rate,
      @Nullable Long errors,
      @Nullable Long p50Us,
      @Nullable Long p99Us,
      @Nullable Long memory,
      @Nullable Long uptimeS) {
    Node at(String newAddress) {
      return new Node(
          id,
          label,
          newAddress,
          version,
          state,
          sinceMs,
          rate,
          errors,
          p50Us,
          p99Us,
          memory,
          uptimeS);
    }

    Node later(int by) {
      long p50 = 1_000L + 100L * by;
      long bytes = 46_137_344L + 1_000_000L * by;
      return new Node(
          id, label, address, version, state, sinceMs, 1.5 + by, 1L + by, p50, 3 * p50, bytes,
          192L + by);
    }

    Node is(String newState) {
      return new Node(
          id, label, address, version, newState, 4_000, rate, errors, p50Us, p99Us, memory,
          uptimeS);
    }
  }

  record Edge(String from, String to, double rate, long errors) {}

  record Trace(String id, long at, long durationUs, boolean complete, List<Span> spans) {
    /** As it is while some of its spans are not there. */
    Trace growing() {
      return new Trace(id, at, durationUs, false, spans);
    }

    String json() {
      return JSON.toJson(this);
    }
  }

  record Span(
      String id,
      String parent,
      String node,
      String name,
      long startUs,
      long durationUs,
      boolean error,
      int attempt,
      String status) {
    Span(
        String id,
        String parent,
        String node,
        String name,
        long startUs,
        long durationUs,
        boolean error,
        int attempt) {
      this(
          id,
          parent,
          node,
          name,
          startUs,
          durationUs,
          error,
          attempt,
          error ? "UNAVAILABLE" : "OK");
    }
  }

  String json() {
    return JSON.toJson(this);
  }

  /** The same, but this instance does not answer. */
  StatusEvent failing(String node) {
    return new StatusEvent(
        at,
        registry,
        services.stream()
            .map(
                s ->
                    new Service(
                        s.name(),
                        s.nodes().stream()
                            .map(n -> n.id().equals(node) ? n.is("unreachable") : n)
                            .toList()))
            .toList(),
        edges,
        traces);
  }

  /** The same, but the figures of every instance are others. */
  StatusEvent later(int by) {
    return new StatusEvent(
        at,
        registry,
        services.stream()
            .map(s -> new Service(s.name(), s.nodes().stream().map(n -> n.later(by)).toList()))
            .toList(),
        edges,
        traces);
  }

  static StatusEvent of(List<Service> services, List<Edge> edges, List<Trace> traces) {
    return new StatusEvent(
        NOON, new Registry("etcd", "127.0.0.1:2379", 3, 3, 0), services, edges, traces);
  }

  /** An instance that has answered calls. */
  static Node node(String label, double rate, long p50Us, long p99Us) {
    return new Node(
        "shippy.service." + label,
        label,
        "127.0.0.1:50051",
        "latest",
        "serving",
        60_000,
        rate,
        0L,
        p50Us,
        p99Us,
        46_137_344L,
        192L);
  }

  /** An instance that tells nothing of itself. */
  static Node silent(String id, String label) {
    return new Node(
        id,
        label,
        "127.0.0.1:50052",
        "latest",
        "serving",
        60_000,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  static Service consignments(Node... nodes) {
    return new Service("shippy.service.consignment", List.of(nodes));
  }

  static Service vessels(Node... nodes) {
    return new Service("shippy.service.vessel", List.of(nodes));
  }

  /** The picture of the README: the gateway calls three instances, which call three others. */
  static StatusEvent busy(String thirdIs, Trace... traces) {
    List<Node> callers =
        List.of(
            node("consignment-1", 21.4, 2_100, 6_800),
            node("consignment-2", 21.3, 2_000, 7_100),
            node("consignment-3", 0, 2_000, 7_000).is(thirdIs));
    List<Node> callees =
        List.of(
            node("vessel-1", 14.2, 600, 1_900),
            node("vessel-2", 14.3, 600, 2_000),
            node("vessel-3", 14.2, 600, 1_800));
    List<Edge> edges = new ArrayList<>();
    callers.forEach(
        to -> edges.add(new Edge("gateway", to.id(), Objects.requireNonNull(to.rate()), 0)));
    for (Node from : callers.subList(0, 2)) {
      callees.forEach(to -> edges.add(new Edge(from.id(), to.id(), 7.1, 0)));
    }
    return of(
        List.of(
            new Service("shippy.service.vessel", callees),
            new Service("shippy.service.consignment", callers)),
        edges,
        List.of(traces));
  }

  /** So many instances of each of two services; the second of each has failed calls. */
  static StatusEvent fleet(int each, Trace... traces) {
    return of(
        List.of(
            new Service("shippy.service.consignment", fleet("consignment", each)),
            new Service("shippy.service.vessel", fleet("vessel", each))),
        List.of(new Edge("gateway", "shippy.service.consignment-1", 21.4, 0)),
        List.of(traces));
  }

  private static List<Node> fleet(String label, int each) {
    return IntStream.rangeClosed(1, each)
        .mapToObj(i -> node(label + "-" + i, i, 600 + i, 1_900 + i))
        .toList();
  }

  /** A call that went through at once. */
  static Trace plain(String id, long at) {
    return new Trace(
        id,
        at,
        7_400,
        true,
        List.of(
            new Span("1", "", "gateway", "CreateConsignment", 0, 7_400, false, 1),
            new Span("2", "1", "shippy.service.consignment-1", "Reserve", 900, 2_100, false, 1)));
  }

  /** A call whose way to a vessel was cut off once. */
  static Trace retried(String id, long at) {
    String caller = "shippy.service.consignment-2";
    return new Trace(
        id,
        at,
        7_400,
        true,
        List.of(
            new Span("1", "", "gateway", "CreateConsignment", 0, 7_400, false, 1),
            new Span("2", "1", caller, "ShippingService.CreateConsignment", 500, 6_600, false, 1),
            new Span("3", "2", caller, "VesselService.Reserve", 900, 1_400, true, 1),
            new Span("4", "2", caller, "VesselService.Reserve", 2_600, 2_100, false, 2),
            new Span(
                "5",
                "4",
                "shippy.service.vessel-1",
                "VesselService.Reserve",
                3_000,
                1_300,
                false,
                1)));
  }
}
