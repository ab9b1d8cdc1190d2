package shippy.tool.registry;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import shippy.console.output.View;
import shippy.registry.Node;

/** An instance that appeared, disappeared or was registered again with other properties. */
record InstanceChange(Instant at, Kind kind, Node node) {
  enum Kind {
    UP,
    DOWN,
    CHANGED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  InstanceChange {
    requireNonNull(at, "at");
    requireNonNull(kind, "kind");
    requireNonNull(node, "node");
  }

  /** The changes between two sets of instances of a service; those that went come first. */
  static List<InstanceChange> between(List<Node> before, List<Node> now, Instant at) {
    Map<String, Node> gone = new LinkedHashMap<>();
    before.forEach(node -> gone.put(node.id(), node));
    List<InstanceChange> news = new ArrayList<>();
    for (Node node : now) {
      Node old = gone.remove(node.id());
      if (old == null) {
        news.add(new InstanceChange(at, Kind.UP, node));
      } else if (!old.equals(node)) {
        news.add(new InstanceChange(at, Kind.CHANGED, node));
      }
    }
    List<InstanceChange> changes = new ArrayList<>();
    gone.values().forEach(node -> changes.add(new InstanceChange(at, Kind.DOWN, node)));
    changes.addAll(news);
    return changes;
  }

  /** {@code 2026-11-21 12:00:00 up shippy.service.vessel <id> 127.0.0.1:1 latest}. */
  String line(ZoneId zone) {
    return "%s  %-7s  %s  %s  %s  %s"
        .formatted(
            TIME.withZone(zone).format(at),
            kind.word(),
            node.service(),
            node.id(),
            node.address(),
            node.version());
  }

  View.Item item() {
    return new View.Item(node.id(), this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("at", at.toString());
    json.writeStringField("change", kind.word());
    json.writeStringField("service", node.service());
    json.writeStringField("node", node.id());
    json.writeStringField("address", node.address());
    json.writeStringField("version", node.version());
    ServiceView.metadata(node.metadata(), json);
    json.writeEndObject();
  }
}
