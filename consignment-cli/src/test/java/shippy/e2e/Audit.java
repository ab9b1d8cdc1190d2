package shippy.e2e;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import shippy.e2e.History.Event;
import shippy.e2e.History.Kind;
import shippy.e2e.StoredState.Hold;
import shippy.e2e.StoredState.Row;

/**
 * Compares what writers were told with what is stored once all is quiet. Each finding is a line.
 */
final class Audit {
  private final Map<String, List<Event>> told;
  private final Map<String, Order> orders;
  private final StoredState stored;

  Audit(History history, StoredState stored) {
    this.told = history.byId();
    this.orders = history.orders();
    this.stored = stored;
  }

  /** Consignments that are not what somebody was told they are. */
  List<String> lost() {
    Map<String, Row> rows = byId(stored.consignments(), Row::id);
    List<String> lost = new ArrayList<>();
    told.forEach(
        (id, events) -> {
          Row row = rows.getOrDefault(id, new Row(id, "MISSING", ""));
          if (!promised(events).contains(row.state())) {
            lost.add("%s is %s after %s".formatted(id, row.state(), kinds(events)));
          }
          events.stream()
              .filter(e -> e.kind() == Kind.CONTRADICTED)
              .forEach(e -> lost.add("%s was answered %s".formatted(id, e.detail())));
        });
    return lost;
  }

  /** Vessels that carry more than they can, or other than they count. */
  List<String> oversold() {
    return stored.vessels().stream().flatMap(load -> load.fault().stream()).toList();
  }

  /** Ids with several rows, several answers, or no order. */
  List<String> duplicates() {
    List<String> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Row row : stored.consignments()) {
      if (!seen.add(row.id())) {
        found.add(row.id() + " has several rows");
      }
      if (!orders.containsKey(row.id())) {
        found.add(row.id() + " was ordered by nobody");
      }
    }
    told.forEach(
        (id, events) -> {
          Set<String> answers = answers(events);
          if (answers.size() > 1) {
            found.add("%s was answered %s".formatted(id, answers));
          }
        });
    return found;
  }

  /** What holds capacity without being confirmed, and the other way round. */
  List<String> orphans() {
    Map<String, Row> confirmed =
        byId(stored.consignments().stream().filter(Row::confirmed).toList(), Row::id);
    Map<String, Hold> holds = byId(stored.holds(), Hold::id);
    List<String> found = new ArrayList<>();
    Set<String> ids = new TreeSet<>(confirmed.keySet());
    ids.addAll(holds.keySet());
    for (String id : ids) {
      Hold due = due(id, confirmed.get(id));
      Hold held = holds.get(id);
      if (!Objects.equals(due, held)) {
        found.add("%s holds %s (expected: %s)".formatted(id, held, due));
      }
    }
    return found;
  }

  private @Nullable Hold due(String id, @Nullable Row row) {
    Order order = orders.get(id);
    return row == null || order == null
        ? null
        : new Hold(id, row.vesselId(), order.containers(), order.weightKg(), true);
  }

  /** The states that keep what was said; a state that is not decided never does. */
  private static Set<String> promised(List<Event> events) {
    Set<Kind> kinds = kinds(events);
    if (kinds.contains(Kind.CANCELLED)) {
      return Set.of("CANCELLED");
    }
    if (kinds.contains(Kind.REFUSED)) {
      return Set.of("ABORTED");
    }
    if (kinds.contains(Kind.ACKNOWLEDGED)) {
      return kinds.contains(Kind.CANCEL) ? Set.of("CONFIRMED", "CANCELLED") : Set.of("CONFIRMED");
    }
    return Set.of("MISSING", "CONFIRMED", "ABORTED");
  }

  private static Set<Kind> kinds(List<Event> events) {
    Set<Kind> kinds = new TreeSet<>();
    events.forEach(event -> kinds.add(event.kind()));
    return kinds;
  }

  private static Set<String> answers(List<Event> events) {
    Set<String> answers = new TreeSet<>();
    for (Event event : events) {
      if (event.kind() == Kind.ACKNOWLEDGED || event.kind() == Kind.REFUSED) {
        answers.add(event.kind() + " " + event.detail());
      }
    }
    return answers;
  }

  private static <T> Map<String, T> byId(List<T> all, Function<T, String> id) {
    return all.stream().collect(toMap(id, one -> one, (first, second) -> first));
  }
}
