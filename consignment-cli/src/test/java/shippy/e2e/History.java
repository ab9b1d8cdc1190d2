package shippy.e2e;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import shippy.clock.Clock;

/** What writers asked and what they were told, in the order in which they noted it. Thread-safe. */
final class History {
  /** What was asked, and the answers to it. */
  enum Kind {
    CREATE,
    ACKNOWLEDGED,
    REFUSED,
    CANCEL,
    CANCELLED,
    /** No answer, or one that leaves the outcome open. */
    UNKNOWN,
    /** An answer that no right service gives, whatever was killed. */
    CONTRADICTED;

    boolean isDefinite() {
      return this == ACKNOWLEDGED || this == REFUSED || this == CANCELLED;
    }
  }

  /** One line of it; the detail is the answer's text. */
  record Event(Instant at, String id, Kind kind, String detail) {}

  private final Clock clock;
  private final Queue<Event> events = new ConcurrentLinkedQueue<>();
  private final Map<String, Order> orders = new ConcurrentHashMap<>();
  private final AtomicLong definite = new AtomicLong();

  History(Clock clock) {
    this.clock = clock;
  }

  /** To be noted before the first attempt. */
  void asked(Order order) {
    orders.put(order.id(), order);
    note(order.id(), Kind.CREATE, order.containers() + " containers, " + order.weightKg() + " kg");
  }

  void note(String id, Kind kind, String detail) {
    events.add(new Event(clock.now(), id, kind, detail));
    if (kind.isDefinite()) {
      definite.incrementAndGet();
    }
  }

  Map<String, Order> orders() {
    return orders;
  }

  List<Event> events() {
    return List.copyOf(events);
  }

  Map<String, List<Event>> byId() {
    return events.stream().collect(Collectors.groupingBy(Event::id));
  }

  /** How many ids were told this at least once. */
  long ids(Kind kind) {
    return events.stream().filter(e -> e.kind() == kind).map(Event::id).distinct().count();
  }

  /** How many definite answers there were so far. */
  long definite() {
    return definite.get();
  }

  /** How often this was told. */
  long count(Kind kind) {
    return events.stream().filter(e -> e.kind() == kind).count();
  }

  /** One JSON object a line. */
  void write(Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file);
        JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setRootValueSeparator(null);
      for (Event event : events) {
        json.writeStartObject();
        json.writeStringField("at", event.at().toString());
        json.writeStringField("id", event.id());
        json.writeStringField("kind", event.kind().name());
        json.writeStringField("detail", event.detail());
        json.writeEndObject();
        json.writeRaw('\n');
      }
    }
  }
}
