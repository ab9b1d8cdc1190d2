package shippy.gateway.status;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page draws, in the order and under the names of its JSON; times in milliseconds. */
record SystemStatus(
    long at, Registry registry, List<Service> services, List<Edge> edges, List<Trace> traces) {
  /** How many members answer, and how old the last answer is. */
  record Registry(String kind, String location, int members, long alive, long ageMs) {}

  record Service(String name, List<Instance> nodes) {}

  /** An instance; one without a {@code Debug} service has no figures. */
  record Instance(
      String id,
      @SerializedName("short") String shortId,
      String address,
      String version,
      InstanceState state,
      long sinceMs,
      @Nullable Double rate,
      @Nullable Long errors,
      @Nullable Long p50Us,
      @Nullable Long p99Us,
      @Nullable Long memory,
      @Nullable Long uptimeS) {}

  /** Calls a second, and errors since the last look. */
  record Edge(String from, String to, double rate, long errors) {}

  record Trace(String id, long at, long durationUs, boolean complete, List<Part> spans) {}

  /** A span; it starts at the beginning of the trace or later. */
  record Part(
      String id,
      String parent,
      String node,
      String name,
      long startUs,
      long durationUs,
      boolean error,
      String status,
      long attempt) {}
}
