package shippy.tool.stats;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import shippy.proto.debug.Breaker;
import shippy.proto.debug.Callee;
import shippy.proto.debug.Method;
import shippy.proto.debug.StatsResponse;
import shippy.registry.Node;
import shippy.stats.CalleeShare;
import shippy.stats.InstanceActivity;
import shippy.stats.StatsResult;

/** Writes what instances say of themselves as JSON fields. Stateless. */
final class StatsJson {
  /** Null of an instance that has none. */
  private static final List<String> FIGURES =
      List.of(
          ("started uptime memory threads gc requests errors p50_us p99_us methods callees"
                  + " breakers")
              .split(" "));

  private StatsJson() {}

  static void instance(InstanceActivity one, JsonGenerator json) throws IOException {
    json.writeStartObject();
    Node node = one.report().node();
    json.writeStringField("service", node.service());
    json.writeStringField("version", node.version());
    json.writeStringField("id", node.id());
    json.writeStringField("address", node.address());
    if (one.report() instanceof StatsResult.Answered answered) {
      if (one.growth().isPresent()) {
        json.writeNumberField("rate", one.growth().get().callsPerSecond());
        json.writeNumberField("error_rate", one.growth().get().errorsPerSecond());
      }
      StatsResponse stats = answered.stats();
      vitals(stats, json);
      counts(stats.getRequests(), stats.getErrors(), stats.getP50Us(), stats.getP99Us(), json);
      details(stats, one.callees(), json);
    } else if (one.report() instanceof StatsResult.Silent silent) {
      json.writeStringField("error", silent.reason());
    } else {
      for (String name : FIGURES) {
        json.writeNullField(name);
      }
    }
    json.writeEndObject();
  }

  private static void vitals(StatsResponse stats, JsonGenerator json) throws IOException {
    json.writeNumberField("started", stats.getStarted());
    json.writeNumberField("uptime", stats.getUptime());
    json.writeNumberField("memory", stats.getMemory());
    json.writeNumberField("threads", stats.getThreads());
    json.writeNumberField("gc", stats.getGc());
  }

  private static void details(StatsResponse stats, List<CalleeShare> callees, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart("methods");
    for (Method method : stats.getMethodsList()) {
      json.writeStartObject();
      json.writeStringField("method", method.getMethod());
      counts(method.getRequests(), method.getErrors(), method.getP50Us(), method.getP99Us(), json);
      json.writeObjectFieldStart("refused");
      for (Map.Entry<String, Long> reason : new TreeMap<>(method.getRefusedMap()).entrySet()) {
        json.writeNumberField(reason.getKey(), reason.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("callees");
    for (CalleeShare one : callees) {
      Callee callee = one.callee();
      json.writeStartObject();
      json.writeStringField("service", callee.getService());
      json.writeStringField("address", callee.getAddress());
      if (one.share().isPresent()) {
        json.writeNumberField("share", one.share().getAsDouble());
      }
      counts(callee.getRequests(), callee.getErrors(), callee.getP50Us(), callee.getP99Us(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("breakers");
    for (Breaker breaker : stats.getBreakersList()) {
      json.writeStartObject();
      json.writeStringField("service", breaker.getService());
      json.writeStringField("method", breaker.getMethod());
      json.writeStringField("state", TrafficTables.state(breaker));
      json.writeNumberField("share", breaker.getShare());
      json.writeNumberField("dropped", breaker.getDropped());
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
