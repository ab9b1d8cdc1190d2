package shippy.tool.stats;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import shippy.proto.debug.Callee;
import shippy.proto.debug.Method;
import shippy.proto.debug.StatsResponse;
import shippy.registry.Node;
import shippy.stats.StatsResult;

/** Writes what instances say of themselves as JSON fields. Stateless. */
final class StatsJson {
  private StatsJson() {}

  static void instance(StatsResult report, JsonGenerator json) throws IOException {
    json.writeStartObject();
    Node node = report.node();
    json.writeStringField("service", node.service());
    json.writeStringField("version", node.version());
    json.writeStringField("id", node.id());
    json.writeStringField("address", node.address());
    if (report instanceof StatsResult.Answered answered) {
      vitals(answered.stats(), json);
      counts(answered.stats(), json);
      details(answered.stats(), json);
    } else if (report instanceof StatsResult.Silent silent) {
      json.writeStringField("error", silent.reason());
    } else {
      unimplemented(json);
    }
    json.writeEndObject();
  }

  /** The figures of an instance that has none. */
  static void unimplemented(JsonGenerator json) throws IOException {
    for (String name :
        List.of(
            "started",
            "uptime",
            "memory",
            "threads",
            "gc",
            "requests",
            "errors",
            "p50_us",
            "p99_us",
            "methods",
            "callees")) {
      json.writeNullField(name);
    }
  }

  static void vitals(StatsResponse stats, JsonGenerator json) throws IOException {
    json.writeNumberField("started", stats.getStarted());
    json.writeNumberField("uptime", stats.getUptime());
    json.writeNumberField("memory", stats.getMemory());
    json.writeNumberField("threads", stats.getThreads());
    json.writeNumberField("gc", stats.getGc());
  }

  static void counts(StatsResponse stats, JsonGenerator json) throws IOException {
    counts(stats.getRequests(), stats.getErrors(), stats.getP50Us(), stats.getP99Us(), json);
  }

  private static void details(StatsResponse stats, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("methods");
    for (Method method : stats.getMethodsList()) {
      json.writeStartObject();
      json.writeStringField("method", method.getMethod());
      counts(method.getRequests(), method.getErrors(), method.getP50Us(), method.getP99Us(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("callees");
    for (Callee callee : stats.getCalleesList()) {
      json.writeStartObject();
      json.writeStringField("service", callee.getService());
      json.writeStringField("address", callee.getAddress());
      counts(callee.getRequests(), callee.getErrors(), callee.getP50Us(), callee.getP99Us(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void counts(long requests, long errors, long p50, long p99, JsonGenerator json)
      throws IOException {
    json.writeNumberField("requests", requests);
    json.writeNumberField("errors", errors);
    json.writeNumberField("p50_us", p50);
    json.writeNumberField("p99_us", p99);
  }
}
